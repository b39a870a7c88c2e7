"""The sockets in the wall: what the core needs from storage, from platforms and from time, as Protocols."""

from core.ports.clock import Clock as Clock
from core.ports.clock import sleep_or_alarm as sleep_or_alarm
from core.ports.composing import Composer as Composer
from core.ports.composing import Composition as Composition
from core.ports.composing import Purpose as Purpose
from core.ports.holding import Holding as Holding
from core.ports.holding import Record as Record
from core.ports.holding import Restored as Restored
from core.ports.master_keys import MasterKey as MasterKey
from core.ports.master_keys import MasterKeys as MasterKeys
from core.ports.phrasebook import Phrasebook as Phrasebook
from core.ports.transport import Capabilities as Capabilities
from core.ports.transport import Transport as Transport
from core.ports.unit_of_work import UnitOfWork as UnitOfWork
from core.ports.unit_of_work import UnitOfWorkFactory as UnitOfWorkFactory
