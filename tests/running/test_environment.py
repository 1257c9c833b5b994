"""What the environment says of a run: a demo's clock stays the demo's."""

from tercet.running.environment import Environment


def test_a_demos_clock_is_never_read_by_another_database(tmp_path):
    own = {"TERCET_VAR": str(tmp_path)}
    demo = Environment.read(own)
    real = Environment.read({**own, "DATABASE_URL": "postgresql://clinic@db.example.org/clinic"})
    other = Environment.read({**own, "DATABASE_URL": "postgresql://clinic@db.example.org/other"})
    assert demo.clock == tmp_path / "clock"
    assert len({demo.clock, real.clock, other.clock}) == 3
