"""What an operator does with a database as a whole: backups, restoring, and a new master key.

Beside bootstrap the only importer of storage; nothing here opens a bot, and nothing here reads a setting.
"""

from core.storage.backup import Backup as Backup
from core.storage.backup import Proof as Proof
from core.storage.backup import current_key_set as current_key_set
from core.storage.backup import prove_backup as prove_backup
from core.storage.backup import write_backup as write_backup
from core.storage.key_set import key_set_database as key_set_database
from core.storage.restore import Contents as Contents
from core.storage.restore import Restored as Restored
from core.storage.restore import contents_of as contents_of
from core.storage.restore import fill_empty as fill_empty
from core.storage.restore import restore_draft as restore_draft
from core.storage.rotation import Wrapping as Wrapping
from core.storage.rotation import wrap_anew as wrap_anew
from core.storage.rotation import wrapping_of as wrapping_of
from core.storage.swap import put_in_place as put_in_place
from core.storage.swap import sqlite_file as sqlite_file
