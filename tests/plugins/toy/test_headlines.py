"""What a plugin's own tests may look like."""

from pathlib import Path

from click.testing import CliRunner

from briefings.cli import cli


def test_a_site_without_briefings_has_no_headlines(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Trams\ntheme: {name: briefings}\n")
    (tmp_path / "content").mkdir()
    done = CliRunner().invoke(cli, ["-C", str(tmp_path), "headlines"], standalone_mode=False)
    assert (done.return_value, done.output) == (0, "")
