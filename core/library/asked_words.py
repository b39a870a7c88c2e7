"""Lists every sentence that the code asks data/words/en for: a start without one of them stops, and says which.

For each file stand its keys, and after a key the {fields} that the code gives to its sentence.
Do not edit: `make words` writes this file after a sentence was added, renamed or given another field.
"""

from collections.abc import Mapping
from typing import Final

ASKED: Final[Mapping[str, str]] = {
    "belongings": """
        brought_title button_agree button_bring button_cancel button_door button_export button_export_first
        button_forget button_forget_all button_gone button_keep button_page button_privacy button_stay
        button_stay_after_all day{day}{year} export_more{all}{number} export_note export_title file_newer
        file_not_here file_not_json file_not_ours file_table{what} file_too_big file_too_much file_whole
        forget_goes forget_stays forget_title gone gone_before gone_chat_discord gone_chat_local
        gone_chat_telegram gone_title holds_checkins holds_consents holds_reminder_log holds_reminders
        holds_totals import_agree import_ask import_field import_left_out import_line{known}{new}{what}
        import_no_words import_nothing import_old{count}{days} import_over import_strange{count} import_title
        import_unfit{count}{what} line{count}{what} line_accounts{count} line_day{count}{day}{what}
        line_days{count}{first}{last}{what} line_messages{count} line_open{count} line_zone{zone} nothing
        only_private preview_note preview_title stayed stays stays_days{days} sure sure_title title today
    """,
    "checkins": """
        button_begin button_change button_learn button_menu button_note button_note_change button_note_remove
        button_reminders button_selfcare button_short button_skip button_stop button_zone count_today{count}
        field_note hint_note{most} line{label}{value}{worst} line_skipped{label}{value}{worst} no_zone
        note{note} note_title reminders_only resumed saved scale{fine}{worst} step{step}{steps} stopped which
    """,
    "consent": """
        button_again button_checkin button_continue button_drop button_drop_sure button_end{name}
        button_export button_give{name} button_list button_menu button_no button_not_now button_privacy
        button_wait button_yes changed drop{count} dropped ended{name} ended_all ended_before
        ended_checkins{day} ended_nothing line_given{day}{name}{year} line_none{name}
        line_older{day}{name}{year} line_withdrawn{day}{name}{year} list_note list_title not_here not_now sure
        thanks{day}{year}
    """,
    "delivery": """
        late repeat
    """,
    "discord": """
        button_form button_show copy_not_sent copy_sent for_you_alone form_ready gone not_yours
    """,
    "dispatch": """
        button_cancel button_private_chat button_skip form_answered form_cancelled form_choose{label}
        form_door form_needed{label} form_over form_put_away form_step{step}{steps}{title}
        form_too_long{label}{length}{limit} no_uploads nobody_behind not_understood old_button only_in_group
        only_in_private only_moderators too_long{limit} unknown_command went_wrong
    """,
    "due": """
        all_done all_skipped all_snoozed{when} button_all_done button_all_skip button_all_snooze button_back
        button_change button_done button_evening button_hour button_ideas button_item{number}{what}
        button_list button_log button_log_earlier button_log_newest button_minutes{count} button_more
        button_morning button_no_nudge button_nudges button_once button_one button_page_back button_page_on
        button_skip button_snooze button_soon button_times{count} done line{number}{what}
        line_done{number}{what} line_skipped{number}{what} line_snoozed{number}{what} log_alone
        log_done{what}{when} log_none log_skipped{what}{when} log_title more_over more_rule{rule} nudge
        nudge_after nudge_ask nudge_kept{count}{minutes} nudge_kept_once{minutes} nudge_off skipped
        snoozed{when} so_far_done so_far_skipped so_far_snoozed together together_lead until_when when_ready
    """,
    "groups": """
        add button_back button_other button_stop{post} button_undo button_zone field_when field_where
        hint_when hint_where kept{next}{rule} line{next}{post}{rule} no_zone nothing now{next}{rule}
        post_checkin post_selfcare post_snippet post_totals silent{fewest}{post} title unclear unclear_week
        unknown_zone when_title where_title which_half which_time{zone} which_week{zone} which_zone your_clock
        zone{zone}
    """,
    "learning": """
        button_another button_back button_earlier button_later button_more button_more_private button_people
        button_person button_source button_topics button_visit cannot_advise content_warning{warning}
        daily_heading did_you_mean pages_may_help reviewed_and_not_advice{date} source_label source_link
        source_name{name} source_reviewed{date} source_work{date}{title} unknown urgent urgent_alone
        which_topic
    """,
    "mine": """
        asleep button_back button_date button_days_1 button_days_3 button_days_7 button_delete
        button_no_nudges button_nudges{count} button_one{number}{what} button_pause button_pause_all
        button_resume button_resume_all button_rule button_time button_words calendar_rule deleted field_until
        gone_before hint_until line_asleep{number}{rule}{what} line_paused{number}{until}{what} loud
        next{next} no_rule no_such_day nothing_back pause_all pause_one paused_all{until} paused_one{until}
        paused_until{until} resumed resumed_before rule{rule} snoozed{next} until_title words_title zone{zone}
        zone_changed{zone}
    """,
    "onboarding": """
        button_checkin button_learn button_people button_privacy button_private button_reminders
        button_selfcare button_settings hello_group help_ask help_checkin help_learn help_people help_remind
        help_selfcare help_title menu welcome_is welcome_is_not welcome_privacy welcome_title
    """,
    "preview": """
        in_private_chat
    """,
    "privacy": """
        button_agreed button_back button_export button_forget button_forget_now button_keep button_keep_as_is
        button_keep_sure{how_long} button_menu button_mine button_stay button_where keep_always{how_long}
        keep_done{how_long} keep_fewer{count} keep_now{how_long} keep_title kept left_text{day} left_title
        long_always long_days{days} long_half long_quarter long_three long_year not_kept seen stayed title
        where_kept where_left{days} where_logs where_seen where_title
    """,
    "reach": """
        back back_many back_one back_some{count} closed
    """,
    "reminders": """
        answered_before ask_already_past ask_no_such_rule ask_not_understood ask_once_or_repeat ask_where
        ask_which_date ask_which_day ask_which_half ask_which_one ask_which_time button_cancel button_earlier
        button_ideas button_kinds button_later button_list button_mine button_new button_other_time button_own
        button_private button_remind_me{time} button_type button_undo choice_daily choice_evening choice_hour
        choice_morning every_day_at{time} field_what field_when field_where form_title group_heading hint_what
        hint_when hint_where kept{next}{rule} kept_in_group kept_once{next}{rule} kept_zone{zone}
        label_checkin label_plain limit{most} line{next}{number}{rule}{what}
        line_once{next}{number}{rule}{what} list_title no_checkins_here none of_what place_now{now}{place}
        too_long{most} undone undone_before when_title where_title where_unknown which_idea which_kind
        which_place zone_kept{now}{zone}
    """,
    "resources": """
        already bad_link{typed} button_all button_cancel button_earlier button_keep button_later button_mend
        button_more button_post button_stop button_without button_zone cancelled field_link field_tags
        field_title field_warning field_when field_why form_title from_moderators hint_link hint_tags
        hint_title hint_warning hint_when hint_why kept link_title list_title no_zone none posted{count}
        posted_in_all{count} preview scheduled{next}{rule} scheduled_once{next}{rule} stopped tags{tags}
        unclear warning{warning} when_title zone{zone}
    """,
    "rhythm": """
        button_clock button_follow{place} button_hours{ends}{starts} button_keep_home{place} button_loud
        button_own_hours button_quiet button_quiet_off field_hours followed{place} hint_hours
        holds_this{ends}{when} kept_home quiet_how quiet_kept{ends}{starts} quiet_never
        quiet_now{ends}{starts} quiet_off quiet_title quiet_unclear travel{count}{place} travel_one{place}
        travel_over which_clock
    """,
    "safety": """
        button_copy{number} button_earlier button_more button_not_meant button_other concern
        emergency{country}{numbers} finder{name} glad in_country{country} line{hours}{name}{ways} not_meant
        people program way_call{to} way_chat{to} way_email{to} way_text{to} where{emergency}{finder}
        which_country
    """,
    "settings": """
        button_clock button_keep button_menu button_plain_off button_plain_on button_quiet plain_is_off
        plain_is_on plain_now_off plain_now_on title
    """,
    "telegram": """
        button_door door door_anonymous lasting
    """,
    "times": """
        am and{first}{last} clock{half}{hour}{hour24}{minute} daily{times} day{month}{number}{weekday}
        every_days{count}{times} every_weeks{count}{days}{times} interval_hours{count}{end}{start}
        interval_minutes{count}{end}{start} moment{day}{time} monthly{day}{times} monthly_last{times} months
        once{day}{time} pm weekday weekdays weekly{count}{days}{times}
    """,
    "totals": """
        agree agree_checkins already{day}{year} button_agree button_join button_list button_not_now
        button_privacy button_stop button_stop_one{number} button_undo closed joined{day}{year} joined_note
        line{day}{number}{platform}{year} list_title none not_counted not_in_group on_discord on_local
        on_telegram stopped{day}{platform}{year} title week_days{all}{days}{fewest}
        week_least{label}{number}{worst} week_line{label}{number}{worst} week_most{label}{number}{worst}
        week_note{worst} week_title what{fewest}
    """,
}
