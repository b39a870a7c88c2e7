"""A message for whoever reads plain text: with a screen reader, on a small display, or with tired eyes.

By this rule, and without losing a word: a picture gives way to its description; a link shows its address beside its
words; headings and small print look like all other lines. Hidden text stays hidden: that is meaning, not looks.
"""

from dataclasses import replace

from core.model.message import Block, Link, Outbound, Paragraph, Picture, Span, Style


def in_plain_text(shown: Outbound) -> Outbound:
    """The same message by the rule above; buttons and files to keep stay."""
    return replace(shown, blocks=tuple(_plainly(block) for block in shown.blocks))


def is_in_plain_text(shown: Outbound) -> bool:
    """Whether the rule would leave it as it is."""
    return all(_plainly(block) == block for block in shown.blocks)


def _plainly(block: Block) -> Block:
    match block:
        case Picture(alt=alt):
            return Paragraph(spans=(alt,))
        case Paragraph(spans=spans, style=style):
            kept = style if style is Style.SPOILER else Style.PLAIN
            return Paragraph(spans=tuple(_spelled_out(span) for span in spans), style=kept)
        case _:
            return block


def _spelled_out(span: Span) -> Span:
    if not isinstance(span, Link) or span.label == span.url:
        return span
    return f"{span.label}: {span.url}"
