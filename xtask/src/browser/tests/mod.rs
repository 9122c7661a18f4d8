//! The tests. Each says in its name what a person may rely on.

mod answers;
mod broken_module;
mod cases;
mod checklists;
mod design;
mod documents;
mod every_page;
mod input_method;
mod keyboard;
mod layout;
mod letters;
mod never_lose;
mod offline;
mod places;
mod printing;
mod questions;
mod search;
mod sending;
mod single_file;
mod six_weeks;
mod storage;
mod tabs;
mod vault;
mod without_script;

use std::pin::Pin;
use std::sync::Arc;

use anyhow::Result;

use super::engine::{self, Engine};
use super::stage::Stage;
pub use answers::LETTER;
pub use checklists::SITUATION;
pub use storage::SAVED;

/// A test, started.
type Running = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A test.
pub struct Test {
    /// Its name.
    pub name: &'static str,
    /// The browsers it runs in.
    pub engines: &'static [Engine],
    /// Starts it.
    pub run: fn(Arc<Stage>) -> Running,
}

/// How often a test repeats what must never fail: `RECOURSE_ROUNDS=1000` for a thousand times.
pub fn rounds() -> u32 {
    let asked = std::env::var("RECOURSE_ROUNDS").ok();
    asked.and_then(|asked| asked.parse().ok()).unwrap_or(5)
}

/// Lets the waiting of every page be an eighth of what it is, so that a thousand rounds take minutes.
pub const HURRIED: &str = "{
    const wait = setTimeout;
    window.setTimeout = (act, time, ...given) => wait(act, time / 8, ...given);
}";

/// Tests that run in every browser: whatever a person may lose, or be told wrongly.
const EVERYWHERE: &[Engine] = &engine::ALL;

/// Tests that need Chromium's developer tools (composed text, a printer, a crash), or whose answer does not depend on
/// the browser.
const CHROMIUM: &[Engine] = &[Engine::Chromium];

macro_rules! tests {
    ($($engines:ident $file:ident :: $name:ident,)*) => {
        &[$(Test {
            name: concat!(stringify!($file), "::", stringify!($name)),
            engines: $engines,
            run: |stage| Box::pin(async move { $file::$name(&stage).await }),
        },)*]
    };
}

/// Every test, in the order they run.
pub const ALL: &[Test] = tests! {
    EVERYWHERE checklists::a_tick_is_still_there_after_a_reload,
    EVERYWHERE checklists::progress_shows_on_the_page_in_the_navigation_and_at_home,
    EVERYWHERE checklists::an_item_that_was_renamed_is_still_ticked,
    EVERYWHERE checklists::clearing_a_page_asks_first_and_leaves_other_pages_alone,
    EVERYWHERE answers::typed_text_is_still_there_after_a_reload,
    EVERYWHERE answers::text_typed_right_before_the_page_is_closed_is_kept,
    EVERYWHERE answers::text_typed_right_before_a_link_is_followed_is_kept,
    CHROMIUM answers::text_typed_a_second_before_the_tab_crashes_is_kept,
    CHROMIUM answers::text_is_kept_when_the_browser_is_killed,
    EVERYWHERE answers::what_is_typed_before_the_tool_is_there_counts,
    EVERYWHERE answers::an_option_that_was_renamed_is_still_chosen,
    EVERYWHERE letters::the_letter_follows_the_form,
    EVERYWHERE letters::a_frame_that_shows_a_key_shows_it_in_the_letter,
    EVERYWHERE letters::missing_answers_are_listed_and_lead_to_their_fields,
    EVERYWHERE letters::an_answer_is_shared_by_all_letters,
    CHROMIUM letters::the_copied_text_of_every_letter_is_the_letter,
    EVERYWHERE letters::a_refused_clipboard_leaves_the_text_to_copy_by_hand,
    EVERYWHERE letters::markup_that_is_typed_stays_text,
    EVERYWHERE documents::every_payment_has_a_row_and_they_are_added_up,
    EVERYWHERE documents::ones_own_words_are_never_overwritten_unasked,
    EVERYWHERE documents::what_harms_or_cannot_be_read_is_pointed_out_before_it_leaves,
    CHROMIUM documents::a_claim_that_is_not_the_sum_of_the_payments_is_pointed_out,
    EVERYWHERE documents::a_letter_is_saved_as_a_word_document,
    CHROMIUM documents::an_app_that_takes_no_files_is_not_trusted_with_one,
    EVERYWHERE documents::the_short_version_fits_the_box_of_an_app,
    CHROMIUM input_method::composed_text_is_neither_lost_nor_doubled,
    CHROMIUM input_method::a_change_in_another_tab_leaves_a_composition_alone,
    EVERYWHERE tabs::a_tick_in_one_tab_shows_in_the_other,
    EVERYWHERE tabs::answers_given_in_two_tabs_are_both_kept,
    EVERYWHERE tabs::a_tab_that_is_left_while_another_writes_loses_nothing,
    EVERYWHERE tabs::two_tabs_that_write_at_once_lose_nothing,
    EVERYWHERE storage::blocked_storage_leaves_a_tool_that_works_and_says_so,
    EVERYWHERE storage::full_storage_is_said,
    EVERYWHERE storage::a_storage_that_fills_up_again_and_again_loses_nothing,
    EVERYWHERE storage::damaged_data_is_set_aside_as_it_is,
    EVERYWHERE storage::newer_data_is_never_overwritten,
    EVERYWHERE storage::a_page_in_a_sandbox_stands,
    CHROMIUM search::every_phrase_of_the_guide_is_found_and_nothing_else,
    CHROMIUM search::letters_of_every_writing_are_compared_alike_on_both_sides,
    CHROMIUM search::a_first_query_of_a_thousand_pages_fetches_little,
    EVERYWHERE search::titles_come_before_headings_and_headings_before_text,
    CHROMIUM search::what_is_found_later_takes_its_place,
    EVERYWHERE search::a_search_is_made_with_the_keyboard_and_announced,
    EVERYWHERE search::no_query_breaks_the_page,
    CHROMIUM search::an_index_that_cannot_be_read_is_said_and_the_page_stands,
    EVERYWHERE search::a_search_without_a_network_says_so_and_works_again_with_one,
    EVERYWHERE cases::questions_lead_to_a_case_and_say_what_the_guide_does_not_cover,
    CHROMIUM cases::what_is_typed_into_a_case_survives_a_killed_browser,
    EVERYWHERE cases::a_text_changed_in_two_tabs_is_kept_twice,
    EVERYWHERE cases::a_letter_s_conflict_is_settled_on_its_own_page,
    EVERYWHERE cases::a_number_that_was_mistyped_is_pointed_out_and_kept,
    EVERYWHERE cases::ticked_evidence_becomes_an_entry_and_goes_with_its_tick,
    CHROMIUM cases::the_next_step_on_top_moves_on_when_it_is_ticked,
    EVERYWHERE cases::two_cases_have_ticks_of_their_own,
    EVERYWHERE cases::a_backup_brings_back_what_was_cleared,
    EVERYWHERE cases::time_limits_are_waited_for_due_and_over,
    EVERYWHERE cases::a_secret_is_covered_and_the_words_around_it_are_kept,
    EVERYWHERE cases::a_case_without_storage_works_and_says_so,
    EVERYWHERE cases::nothing_is_left_on_the_device_when_it_should_not_be,
    EVERYWHERE broken_module::a_module_that_cannot_be_read_leaves_the_page_with_its_message,
    EVERYWHERE broken_module::a_module_that_is_not_there_leaves_the_page_with_its_message,
    EVERYWHERE without_script::the_page_stands_without_script,
    EVERYWHERE without_script::a_blank_letter_is_there_without_script,
    CHROMIUM printing::a_checklist_prints_its_boxes_and_words_on_a4,
    CHROMIUM printing::a_letter_prints_alone,
    CHROMIUM printing::a_blank_letter_has_two_sides_and_a_claim_three,
    CHROMIUM printing::a_signature_never_stands_alone_on_the_last_sheet,
    EVERYWHERE places::the_site_works_below_a_path,
    CHROMIUM places::pages_can_be_read_from_files,
    CHROMIUM every_page::asks_only_its_own_origin_and_only_for_what_is_there,
    CHROMIUM every_page::fits_a_narrow_phone,
    CHROMIUM every_page::has_readable_colours_by_day_and_by_night,
    CHROMIUM every_page::has_links_that_lead_somewhere,
    EVERYWHERE design::a_text_size_is_remembered_on_every_page,
    EVERYWHERE design::a_text_size_can_be_chosen_where_nothing_can_be_kept,
    CHROMIUM design::no_kind_of_page_is_wider_than_a_small_phone_at_any_text_size,
    CHROMIUM design::the_emergency_button_is_under_the_thumb_and_hides_nothing,
    CHROMIUM design::the_contents_list_follows_the_reader,
    CHROMIUM layout::the_first_screen_of_a_phone_says_what_to_do,
    CHROMIUM layout::whoever_has_a_case_sees_the_next_step_at_once,
    CHROMIUM layout::a_tablet_has_the_way_out_in_its_header,
    CHROMIUM layout::the_rows_of_a_wide_table_are_lines_on_a_phone,
    EVERYWHERE layout::a_style_that_got_lost_is_fetched_again,
    CHROMIUM layout::the_style_of_the_tool_comes_beside_its_text,
    CHROMIUM layout::odd_pages_keep_their_shape_on_every_screen,
    EVERYWHERE design::a_heading_s_mark_copies_its_address,
    CHROMIUM design::the_page_is_read_aloud_where_there_is_a_voice,
    CHROMIUM design::axe_finds_nothing_by_day_and_by_night,
    CHROMIUM design::axe_finds_nothing_in_high_contrast_and_large_text,
    CHROMIUM design::axe_finds_nothing_in_a_case_under_way,
    CHROMIUM design::axe_finds_nothing_in_a_letter_under_way,
    EVERYWHERE offline::after_one_visit_everything_works_without_network,
    CHROMIUM offline::only_files_of_the_site_are_asked_for,
    CHROMIUM offline::a_download_that_broke_off_goes_on_later,
    EVERYWHERE offline::a_new_version_waits_until_the_reader_wants_it_and_keeps_what_is_typed,
    EVERYWHERE offline::a_new_version_that_broke_off_leaves_the_old_one_working,
    CHROMIUM offline::the_network_may_go_at_every_moment_of_a_visit,
    CHROMIUM offline::who_saves_data_is_sent_only_what_comes_first,
    EVERYWHERE offline::of_a_large_site_only_what_is_visited_is_kept,
    EVERYWHERE offline::a_damaged_file_is_noticed_and_fetched_again,
    CHROMIUM offline::a_full_device_leaves_the_page_alone,
    CHROMIUM offline::a_site_that_is_no_longer_kept_is_forgotten,
    EVERYWHERE offline::a_browser_that_cannot_keep_pages_says_what_to_do,
    EVERYWHERE single_file::the_guide_in_one_file_works_from_any_folder,
    CHROMIUM single_file::the_file_asks_for_nothing_and_complains_of_nothing,
    EVERYWHERE single_file::pages_of_the_file_are_gone_through_as_on_the_web,
    EVERYWHERE single_file::the_file_prints_its_sheets,
    CHROMIUM single_file::the_file_can_be_read_without_script,
    EVERYWHERE single_file::a_damaged_file_still_shows_its_words,
    CHROMIUM questions::one_screen_is_asked_at_a_time,
    CHROMIUM questions::only_what_makes_a_difference_is_asked,
    CHROMIUM questions::enter_goes_on_but_not_while_composing,
    CHROMIUM questions::what_is_known_is_not_asked_again,
    CHROMIUM questions::a_change_from_the_review_leads_back_to_it,
    CHROMIUM questions::yesterday_is_asked_back,
    CHROMIUM questions::a_secret_and_harm_are_named_where_they_are,
    CHROMIUM sending::one_press_dates_a_letter_keeps_it_and_starts_a_case,
    CHROMIUM sending::a_posted_letter_waits_for_its_receipt,
    CHROMIUM sending::what_follows_from_a_letter_hangs_on_an_answer,
    CHROMIUM keyboard::a_letter_is_finished_with_the_keyboard_alone,
    CHROMIUM sending::all_papers_of_a_case_are_printed_as_one,
    CHROMIUM vault::a_passphrase_hides_the_case_and_gives_it_back,
    CHROMIUM vault::a_tab_that_had_it_open_is_locked_and_loses_nothing,
    CHROMIUM vault::a_sealed_text_that_is_damaged_is_kept_as_it_is,
    CHROMIUM vault::a_passphrase_is_changed_and_taken_away,
    CHROMIUM vault::a_wrong_passphrase_changes_nothing_however_often,
    CHROMIUM vault::text_typed_right_before_a_sealed_tab_is_closed_is_kept,
    EVERYWHERE vault::what_a_page_has_left_is_not_taken_if_somebody_has_changed_it,
    CHROMIUM vault::what_was_set_aside_is_sealed_with_the_rest,
    CHROMIUM vault::without_a_cipher_the_option_says_so,
    EVERYWHERE never_lose::what_is_typed_into_a_case_survives_a_reload,
    CHROMIUM never_lose::a_case_typed_into_until_the_tab_crashes_loses_a_second_at_most,
    EVERYWHERE never_lose::two_tabs_work_on_two_cases_and_both_are_kept,
    EVERYWHERE never_lose::storage_cleared_under_a_page_is_said_and_kept_again,
    EVERYWHERE never_lose::a_full_storage_loses_nothing_of_a_case_and_offers_the_file,
    EVERYWHERE never_lose::a_document_cut_anywhere_is_set_aside_and_can_be_taken_away,
    EVERYWHERE never_lose::what_version_one_wrote_is_still_read,
    EVERYWHERE never_lose::what_is_not_understood_stays_as_it_is,
    EVERYWHERE never_lose::a_hostile_backup_is_refused_and_changes_nothing,
    EVERYWHERE never_lose::a_sealed_backup_that_was_forged_is_refused_at_once_and_stops_nothing,
    EVERYWHERE never_lose::a_strange_backup_that_can_be_read_breaks_nothing,
    EVERYWHERE never_lose::a_large_case_is_kept_change_by_change,
    EVERYWHERE never_lose::a_tool_that_breaks_leaves_the_last_save_and_says_so,
    EVERYWHERE never_lose::a_part_of_the_page_that_breaks_keeps_nothing_from_being_saved,
    EVERYWHERE never_lose::a_case_in_a_sandbox_works_and_says_that_nothing_is_kept,
    EVERYWHERE never_lose::enter_while_composing_does_nothing,
    CHROMIUM never_lose::text_composed_in_a_case_is_neither_lost_nor_doubled,
    CHROMIUM six_weeks::a_case_is_looked_after_for_six_weeks,
};
