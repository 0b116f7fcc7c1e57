from designer.runs.artefacts import NOT_PROVED, artefacts, record_proofs


def test_files_are_listed_with_what_was_proved(tmp_path):
    (tmp_path / "model.h5").write_bytes(b"weights")
    record_proofs(tmp_path, {"model.h5": "Loads."})
    assert artefacts(tmp_path) == [("model.h5", 7, "Loads.")]


def test_a_proof_does_not_count_for_other_bytes(tmp_path):
    (tmp_path / "model.h5").write_bytes(b"weights")
    record_proofs(tmp_path, {"model.h5": "Loads."})
    (tmp_path / "model.h5").write_bytes(b"others")
    assert artefacts(tmp_path)[0].proof == NOT_PROVED


def test_a_folder_without_files_offers_none(tmp_path):
    assert artefacts(tmp_path) == []
