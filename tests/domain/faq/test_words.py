from bot.domain.faq.words import MAX_CHARACTERS, normalise, sketch, stems, words


def test_apostrophes_of_every_keyboard_are_one() -> None:
    assert words("Don\u2019t") == words("don't") == words("dont") == ["dont"]


def test_compatible_letters_are_folded() -> None:
    assert normalise("\uff2b\uff45\uff54\uff41\uff4d\uff49\uff4e\uff45") == "ketamine"


def test_marks_nobody_sees_do_not_split_a_word() -> None:
    assert words("keta\u200bmine\u202e") == ["ketamine"]


def test_mentions_and_custom_emoji_are_no_words() -> None:
    assert words("<@123> hi <:smile:456> <#7> there") == ["hi", "there"]


def test_chat_spelling_is_written_out() -> None:
    assert words("whats my bp b4 the appt") == [
        "what", "my", "blood", "pressure", "before", "the", "appointment",
    ]  # fmt: skip


def test_word_forms_share_a_stem() -> None:
    assert stems(["infusions", "the", "infusion"]) == ["infus", "infus"]


def test_a_very_long_text_costs_no_more_than_a_long_one() -> None:
    assert len(normalise("a" * 100_000)) == MAX_CHARACTERS


def test_a_typo_keeps_most_of_the_letters() -> None:
    right, typo, other = sketch("newsletter"), sketch("newsleter"), sketch("parking")
    assert (right & typo).bit_count() > 0.6 * right.bit_count()
    assert (right & other).bit_count() < 0.1 * right.bit_count()
