"""Lists every sentence that the code asks data/words/en for: a start without one of them stops, and says which.

For each file stand its keys, and after a key the {fields} that the code gives to its sentence.
Do not edit: `make words` writes this file after a sentence was added, renamed or given another field.
"""

from collections.abc import Mapping
from typing import Final

ASKED: Final[Mapping[str, str]] = {
    "acts": """
        anonymous_answered anonymous_blocked anonymous_declined anonymous_off{about} anonymous_on{about}
        anonymous_posted anonymous_shown anonymous_unblocked anonymous_withdrawn chat_joined{about} chat_left{about}
        desk_joined desk_left desk_room_added desk_room_removed failures_put_away hard_day{about} hard_day_over{about}
        help_called person_left person_named person_unnamed place_set{about} post_changed{about} post_scheduled{about}
        post_stopped{about} posts_paused{about} posts_resumed{about} resource_asked{about} resource_back{about}
        resource_changed{about} resource_declined{about} resource_kept{about} resource_posted{about}
        resource_scheduled{about} resource_still_fine{about} resource_stopped{about} resource_withdrawn{about}
        role_named{about} role_unnamed{about} second_look_off{about} second_look_on{about} suggestion_approved{about}
        suggestion_declined{about} welcome_off{about} welcome_on{about} welcome_words{about} zone_set{about}
    """,
    "anonymous": """
        after_line after_question answer blocked blocked_writer button_again button_away button_back button_block
        button_look_line button_look_question button_more button_next button_no_line button_no_question button_off_line
        button_off_question button_on_line button_on_question button_panel button_queue{count} button_reply button_send
        button_show button_unblock button_withdraw button_yes can_be_known cannot_block choose_line choose_question
        declined_line declined_question desk_more{count} desk_one done_answered done_declined done_posted
        done_withdrawn door_line door_question enough faster_answered faster_declined faster_posted faster_taken_back
        faster_waiting faster_withdrawn field_answer field_line field_question form_answer form_line form_question full
        goes_line goes_question handed_in hint_answer hint_line hint_question invitation invitation_how kept lost
        name_line name_question nobody_hears none_line none_question not_there nothing_waits off_line off_question
        on_line on_question one_line{at}{count} one_question{at}{count} panel panel_note post post_note posted preview
        put_away several shown taken_back ticket too_long{length}{limit} unblocked waits_line waits_question withdrawn
        write write_note you_wrote
    """,
    "belongings": """
        brought_title button_agree button_bring button_cancel button_door button_export button_export_first
        button_forget button_forget_all button_gone button_import button_keep button_page button_privacy button_stay
        button_stay_after_all day{day}{year} export_more{all}{number} export_note export_title file_newer file_not_here
        file_not_json file_not_ours file_table{what} file_too_big file_too_much file_whole forget_goes forget_stays
        forget_title gone gone_before gone_chat_discord gone_chat_local gone_chat_telegram gone_title holds_acts
        holds_appointments holds_checkins holds_consents holds_desk holds_flares holds_gentleness holds_habits
        holds_libraries holds_links holds_naming holds_questions holds_reminder_log holds_reminders holds_saved
        holds_shared holds_suggestions holds_totals holds_tracked import_agree import_ask import_field import_left_out
        import_line{known}{new}{what} import_no_words import_nothing import_old{count}{days} import_over
        import_strange{count} import_title import_unfit{count}{what} line{count}{what} line_accounts{count}
        line_day{count}{day}{what} line_days{count}{first}{last}{what} line_messages{count} line_open{count}
        line_zone{zone} nothing only_private preview_note preview_title stayed stays stays_days{days} sure sure_title
        title today
    """,
    "checkins": """
        all_title also{marks} ask_day_count{label} ask_day_scale{label} ask_day_yes_no{label} ask_own_count{label}
        ask_own_scale{label} ask_own_yes_no{label} button_add button_all button_back button_begin button_change
        button_days button_delete button_done button_earlier button_further button_learn button_marks button_menu
        button_more button_new button_no button_note button_note_change button_note_remove button_order button_out
        button_own_symptom button_own_trigger button_reminders button_rename button_retire button_same
        button_same_day{day} button_selfcare button_set button_short button_skip button_stop button_today button_undo
        button_ways button_words button_yes button_zone count_day{count} count_title count_today{count} deleted{day}
        deleted_undo end_of_scale{end}{value} field_count field_note field_own field_own_symptom field_own_trigger
        field_rename for_day{day} hint_count hint_label{most} hint_note{most} kind_count kind_scale kind_symptom
        kind_trigger kind_yes_no label_title line{label}{value}{worst} line_count{label}{value} line_no{label}
        line_skipped{label} line_yes{label} marks no_count no_words no_zone note{note} note_title noted{label}
        nothing_back order own_least own_most own_set put_in{label} reminders_only resumed retired{label} saved
        saved_day{day} scale{fine}{worst} set_daily set_empty{most} set_full{most} set_opens{name} set_own{labels}
        set_short set_title step{step}{steps} stopped ticked{label} too_many_own{most} ways went_out{label} which
        which_add which_day which_kind which_more which_out which_word
    """,
    "consent": """
        button_again button_checkin button_continue button_drop button_drop_sure button_end{name} button_export
        button_give{name} button_list button_menu button_no button_not_now button_privacy button_wait button_yes
        changed drop{count} dropped ended{name} ended_all ended_before ended_checkins{day} ended_nothing
        line_given{day}{name}{year} line_none{name} line_older{day}{name}{year} line_withdrawn{day}{name}{year}
        list_note list_title not_here not_now sure thanks{day}{year}
    """,
    "delivery": """
        late outdated repeat withdrawn
    """,
    "discord": """
        button_form button_show copy_not_sent copy_sent for_you_alone form_ready gone not_yours
    """,
    "dispatch": """
        button_cancel button_private_chat button_skip form_answered form_cancelled form_choose{label} form_door
        form_needed{label} form_over form_put_away form_step{step}{steps}{title} form_too_long{label}{length}{limit}
        no_uploads nobody_behind not_passed_on not_understood old_button only_in_group only_in_private only_moderators
        too_long{limit} unknown_command went_wrong
    """,
    "due": """
        all_done all_skipped all_snoozed{when} button_all_done button_all_skip button_all_snooze button_back
        button_change button_done button_evening button_hour button_ideas button_item{number}{what} button_list
        button_log button_log_earlier button_log_newest button_minutes{count} button_more button_morning
        button_no_nudge button_nudges button_once button_one button_page_back button_page_on button_skip button_snooze
        button_soon button_times{count} done line{number}{what} line_done{number}{what} line_skipped{number}{what}
        line_snoozed{number}{what} log_alone log_done{what}{when} log_none log_skipped{what}{when} log_title more_over
        more_rule{rule} nudge nudge_after nudge_ask nudge_kept{count}{minutes} nudge_kept_once{minutes} nudge_off
        skipped snoozed{when} so_far_done so_far_skipped so_far_snoozed together together_lead until_when when_ready
    """,
    "failures": """
        button_put_away button_show closed kept late line{cause}{where} no_rights none not_changed not_sent on_discord
        on_local on_telegram put_away refused title told{cause}{where} topic_gone unsure
    """,
    "flares": """
        button_begin button_days_1 button_days_3 button_days_7 button_low_off button_low_on button_menu button_more
        button_over button_still button_undo button_zone ended going_on how_to_end lead_flare lead_low lead_short
        low_gone low_is_off low_is_on low_kept no_zone none over saved scale{fine}{worst} undone undone_over
        undone_until until{day} until_today{day} welcome_back
    """,
    "groups": """
        add button_back button_calm button_date button_day button_days button_everywhere button_hard button_in{place}
        button_keep_old button_kind button_not_in{place} button_not_on{day} button_on{day} button_other button_places
        button_replace button_resume button_soft button_stop{post} button_undo button_week button_zone calm_hard
        calm_none calm_pause calm_title field_until field_when field_where hard_day{until} hint_until hint_when
        hint_where in_places{count} kept{next}{rule} line{next}{post}{rule} no_zone nothing now{next}{rule}
        on_discord{number} on_local{number} on_telegram{number} one_day paused{until} places_note places_now
        post_checkin post_resource post_selfcare post_snippet post_totals replacing resumed silent{fewest}{post}
        soft_again title topic_in{chat}{number} unclear unclear_until unclear_week unknown_zone until_title when_title
        where_title where_you_are{place} which_day which_days which_half which_places which_time{zone} which_week{zone}
        which_zone your_clock zone{zone}
    """,
    "guide": """
        button_back button_more line{name}{summary} title where
    """,
    "insight": """
        all_same alt{days}{period} alt_empty alt_flares{stretches} alt_flares_many{count} alt_gaps
        alt_line{count}{highest}{label}{lowest}{mean} alt_line_even{count}{label}{mean}
        alt_line_flat{count}{label}{mean} alt_line_one{label}{mean} change{changes}
        change_higher{earlier}{label}{later} change_lower{earlier}{label}{later} change_rest{changes}
        change_same{label} chart_empty chart_flare chart_mean{days} chart_scale day{month}{number}
        day_of_year{month}{number}{year} days{first}{last} flares{count} gaps item{label}{mean}
        item_fewer{count}{label}{mean} item_one{label}{mean} level{days}{levels}{recorded} level_none{days}{recorded}
        level_one{days}{levels} months_short not_cause number{tenth}{whole} of_count{count}{days}{label}{mean}
        of_peg{count}{mean}{weeks} of_scale{count}{days}{label}{mean} of_tick{count}{label}{recorded}
        of_yes_no{count}{label}{yes} pattern_after_higher{count}{cue}{label}{mean}{other}{others}
        pattern_after_lower{count}{cue}{label}{mean}{other}{others}
        pattern_after_night_higher{count}{cue}{label}{mean}{other}{others}
        pattern_after_night_lower{count}{cue}{label}{mean}{other}{others}
        pattern_with_higher{count}{cue}{label}{mean}{other}{others}
        pattern_with_lower{count}{cue}{label}{mean}{other}{others} patterns_few{fewest} patterns_none scale too_few
        too_short week_days{days}{recorded} week_head week_none week_recorded
    """,
    "learning": """
        button_another button_ask_doctor button_back button_earlier button_later button_more button_more_private
        button_people button_person button_source button_topics button_visit cannot_advise content_warning{warning}
        daily_heading did_you_mean pages_may_help reviewed_and_not_advice{date} source_label source_link
        source_name{name} source_reviewed{date} source_work{date}{title} unknown urgent urgent_alone which_topic
    """,
    "linking": """
        apart{kept} apart_for_good apart_late{here}{other} apart_title away{count}{platform} button_agree button_agreed
        button_apart button_copy button_door button_home button_make button_no button_page button_part button_settings
        button_type button_where button_yes button_yes_clock{platform} clocks code_how{code}{minutes} code_secret
        code_title{code} declined done{days}{here}{there} done_title elsewhere{platform} empty ending{platform} field
        field_hint how joined{first}{second} kept_always kept_days{days} kind{a}{b}{here}{there}{what}
        nothing_lost{days} on_discord on_local on_telegram one_is_joined only_private over parted
        preview_title{here}{there} same_app sent{platform} sent_home title told{platform} too_often twice{count}
        unknown unreachable{platform} until{when} what where where_title
    """,
    "mine": """
        asleep button_back button_date button_days_1 button_days_3 button_days_7 button_delete button_no_nudges
        button_nudges{count} button_one{number}{what} button_pause button_pause_all button_resume button_resume_all
        button_rule button_time button_where{platform} button_words calendar_rule deleted field_until gone_before
        hint_until line_asleep{number}{rule}{what} line_paused{number}{until}{what} loud next{next} no_rule no_such_day
        nothing_back pause_all pause_one paused_all{until} paused_one{until} paused_until{until} resumed resumed_before
        rule{rule} snoozed{next} until_title where{platform} words_title zone{zone} zone_changed{zone}
    """,
    "moderators": """
        already asked asked_line asks button_ask button_away button_call button_desk button_earlier button_here
        button_later button_leave button_look button_more button_no{number} button_off button_people button_record
        button_roles button_room button_room_no button_room_yes button_undo button_unname{number} button_unrole{role}
        button_unroom{number} button_yes{number} called called_title calling declined desk_nobody desk_not_you
        desk_others{count} desk_rooms{count} desk_title desk_what desk_you help help_called help_closed help_never
        help_title left named nobody off_title on_discord on_local on_telegram only_admins people_admins people_named
        people_nobody people_title person{number}{when}{who} rank{role} record_empty record_kept
        record_line{what}{when}{who} record_title role_elsewhere role_hint role_named{role} role_off{role} roles
        roles_none roles_title room_added room_ask room_how room_not room_over room_title this_person unnamed welcome
        welcome_title you
    """,
    "onboarding": """
        button_checkin button_doctor button_flare button_learn button_menu button_people button_privacy button_private
        button_reminders button_selfcare button_settings button_trends hello_group help_ask help_checkin help_learn
        help_moderators help_people help_remind help_selfcare help_title menu welcome_is welcome_is_not welcome_privacy
        welcome_title
    """,
    "peg": """
        button_back button_begin button_change button_flare button_menu button_off button_other button_skip
        button_source button_stop button_sundays{time} button_time button_weekly cited comes{rule}
        line{label}{value}{worst} line_open{label} line_skipped{label} mean{mean}{worst} meaning next{next} no_mean
        not_yet nothing prompt resumed saved scale{fine}{worst} source step{step}{steps}
    """,
    "preview": """
        in_private_chat
    """,
    "privacy": """
        button_agreed button_back button_export button_forget button_forget_now button_keep button_keep_as_is
        button_keep_sure{how_long} button_menu button_mine button_stay button_where keep_always{how_long}
        keep_done{how_long} keep_fewer{count} keep_now{how_long} keep_title kept left_text{day} left_title long_always
        long_days{days} long_half long_quarter long_three long_year not_kept seen stayed title where_kept
        where_left{days} where_logs where_seen where_title
    """,
    "questions": """
        add_title button_add button_asked button_clear button_drop button_edit button_first button_ideas button_list
        button_menu button_not_asked button_one{number}{question} button_page_back button_page_on button_read
        button_undo button_visit cleared{count} edit_title field full{most} gone hint{most} how ideas ideas_how
        ideas_over is_asked kept{question} line{number}{question} line_asked{number}{question} none one put_back
        removed{question} title too_long{most}
    """,
    "reach": """
        back back_many back_one back_some{count} closed
    """,
    "reminders": """
        answered_before ask_already_past ask_no_such_rule ask_not_understood ask_once_a_week ask_once_or_repeat
        ask_where ask_which_date ask_which_day ask_which_half ask_which_one ask_which_time button_cancel button_earlier
        button_ideas button_kinds button_later button_list button_mine button_new button_other_time button_own
        button_private button_remind_me{time} button_type button_undo choice_daily choice_evening choice_hour
        choice_morning every_day_at{time} every_week_at{day}{time} field_what field_when field_where form_title
        group_heading hint_what hint_when hint_where kept{next}{rule} kept_in_group kept_once{next}{rule}
        kept_zone{zone} label_checkin label_peg label_plain limit{most} line{next}{number}{rule}{what}
        line_once{next}{number}{rule}{what} list_title no_checkins_here none of_what place_now{now}{place}
        too_long{most} undone undone_before when_title where_title where_unknown which_idea which_kind which_place
        zone_kept{now}{zone}
    """,
    "report": """
        also alt{days}{period}{recorded} alt_text{days}{period}{recorded} button_1y button_30d button_6m button_90d
        button_again button_begin button_make button_menu button_name button_notes_off button_notes_on button_paper_a4
        button_paper_letter button_questions button_questions_off button_questions_on button_text button_visit by{day}
        by_name{day}{name} chart_title cut{count} field_name flares footer hint_name language left_notes
        many_note{count} many_question{count} marks month{month}{year} month_head name_title no_name not_made
        note{day}{note} notes nothing page_days{days}{period}{recorded} page_holds{parts} page_none{period} page_title
        part_chart part_flares part_gaps part_marks part_note part_peg part_question part_table peg
        peg_newest{count}{listed} peg_one{day}{mean} peg_what questions ready ready_text recorded title{period} unseen
    """,
    "resources": """
        already asked bad_link{typed} button_all button_ask button_cancel button_day button_decline button_done
        button_earlier button_edit button_group{title} button_keep button_language button_later button_library
        button_look_off button_look_on button_mend button_months{count} button_more button_never button_new
        button_no_language button_other_part button_post button_review button_save button_saved button_see button_show
        button_stop button_suggest button_tags button_undo button_unsave button_withdraw button_without button_zone
        cancelled changed changed_in{count} changed_one changed_waits day_unclear declined declined_done desk_waits
        edit_title faster field_link field_tags field_title field_warning field_when field_why form_title found{typed}
        found_nothing{typed} from_moderators from_shelf hint_link hint_part hint_review hint_tags hint_title
        hint_warning hint_when hint_why kept language{language} language_ar language_de language_en language_es
        language_fr language_it language_nl language_pl language_pt language_uk let_through library_title list_title
        look_is_off look_is_on new_link new_review new_tags new_title new_warning new_why no_group no_tags no_zone none
        not_there part_link part_tags part_title part_warning part_why posted{count} posted_in_all{count} preview
        put_back review_by{day}{year} saved saved_gone{count} saved_none saved_notice saved_title scheduled{next}{rule}
        scheduled_once{next}{rule} stands_kept stands_planned stands_withdrawn stopped tag_count{count}{tag} tags{tags}
        unclear unsaved waiting_one{title} waits_for_you waits_mine warning{warning} when_title which_group
        which_language which_part which_review which_tag withdrawn withdrawn_in{count} withdrawn_one you_typed
        zone{zone}
    """,
    "rhythm": """
        button_clock button_follow{place} button_hours{ends}{starts} button_keep_home{place} button_loud
        button_own_hours button_quiet button_quiet_off field_hours followed{place} hint_hours holds_this{ends}{when}
        kept_home quiet_how quiet_kept{ends}{starts} quiet_never quiet_now{ends}{starts} quiet_off quiet_title
        quiet_unclear travel{count}{place} travel_one{place} travel_over which_clock
    """,
    "safety": """
        button_copy{number} button_earlier button_more button_not_meant button_other concern
        emergency{country}{numbers} finder{name} glad in_country{country} line{hours}{name}{ways} not_meant people
        program way_call{to} way_chat{to} way_email{to} way_text{to} where{emergency}{finder} which_country
    """,
    "settings": """
        button_checkin button_clock button_flare button_keep button_link button_menu button_plain_off button_plain_on
        button_quiet button_totals button_weekly plain_is_off plain_is_on plain_now_off plain_now_on title
    """,
    "setup": """
        all_posts ask_time{zone} ask_where ask_zone button_calm button_chats button_code button_copy button_delete
        button_delete_sure button_done button_export button_go_on button_home button_join_all button_join_no
        button_join_own button_keep button_library button_main button_no_posts button_none_in{chat} button_not_this
        button_out button_out_sure button_place button_posts button_posts_in{chat} button_posts_panel button_record
        button_review button_steps button_stop button_suggestions button_type chat_here{chat}
        chat_name{number}{platform} chats_how chats_title code_how{minutes} code_secret code_title{code}
        delete{chats}{resources} delete_stays delete_title deleted done done_desk export_alt exported{count} failures
        field_code field_where hint_code hint_where home_title in_a_room in_chats{count}
        join_counts{here}{platforms}{there} join_declined join_not_both join_note join_over join_rest join_title
        join_unknown join_what joined{count} joined_line{platform} joined_title no_zone nothing on_discord on_local
        on_telegram out out_title{chat} place_how placed placed_none{post} placed_one{post} post_line{post}{rule}
        post_now{rule} removed{platform} step{step}{steps} takes takes_line{chat} takes_none takes_none_line{chat}
        title unknown_zone what_checkin what_selfcare what_snippet where_title which_zone zone{zone} zone_now{zone}
    """,
    "shelf": """
        button_all button_earlier button_fine button_look button_more button_open count{count} fine{day} gone line
        nothing private stale{day} title trouble_failing trouble_gone trouble_insecure trouble_inside trouble_no_site
        trouble_odd trouble_round trouble_silent well
    """,
    "suggestions": """
        about approved bad_link{typed} because_check because_fit because_have because_none button_back button_edit
        button_keep button_look button_next button_no button_open button_others button_see button_yes declined
        edit_title faster_approved faster_declined faster_gone faster_waiting field_link field_title field_why
        form_title full{most} gone hint_edit hint_link hint_title hint_why link_beside no_name nothing only_members own
        sent taken_back told_check told_fit told_have told_no{title} told_thanks told_title told_yes{title} too_late
        too_many waiting{count} waits which_reason
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
        agree agree_checkins already{day}{year} button_agree button_join button_list button_not_now button_privacy
        button_settings button_stop button_stop_one{number} button_undo closed joined{day}{year} joined_note
        line{day}{number}{platform}{year} list_title none not_counted not_in_group on_discord on_local on_telegram
        stopped{day}{platform}{year} title week_days{all}{days}{fewest} week_least{label}{number}{worst}
        week_line{label}{number}{worst} week_most{label}{number}{worst} week_note{worst} week_title what{fewest}
    """,
    "trends": """
        button_1y button_30d button_7d button_90d button_begin button_chart button_each button_main button_menu
        button_more button_patterns button_pick button_report empty one_day only_marks patterns_1y patterns_30d
        patterns_7d patterns_90d pick title_1y title_30d title_7d title_90d
    """,
    "visits": """
        button_again button_change button_clock button_days button_drop button_menu button_new button_other button_page
        button_report button_tomorrow button_undo day_year{day}{year} field_when field_whom form_title full{most} gone
        hint_when hint_whom kept label_list line{number}{visit} list_comes{when} more_to_ask{count} needs_clock no_list
        nothing_to_ask one other_how passed put_back removed{visit} title to_ask today tomorrow unclear unclear_half
        which_day with{when}{whom} zone{place}
    """,
    "welcome": """
        built_in button_built_in button_change button_off button_on button_panel button_private button_write deaf
        field_rules hello hint_rules how is_off is_on panel_title program rules_title says_built_in says_own
    """,
}
