/// A study that takes milliseconds.
package enum StudyFixture {
    package static let small = """
        {
          "title": "Two batches", "question": "Which is cheaper?", "axis": "batch",
          "base": { "flags": "--engine transformers --batch-timeout 0 --num-prompts 4 --scenario offline" },
          "points": [{ "label": "1", "flags": "--max-num-seqs 1" }, { "label": "4", "flags": "--max-num-seqs 4" }],
          "columns": [{ "measure": "decode_j_per_output_token", "title": "J" }],
          "claims": [{ "claim": "four are cheaper", "expected": [2, 5], "unit": "x", "mechanism": "{a} J and more",
            "numbers": { "a": { "measure": "decode_j_per_output_token", "point": "4" } },
            "quantity": { "ratio": [{ "measure": "decode_j_per_output_token", "point": "1" },
              { "measure": "decode_j_per_output_token", "point": "4" }] } }]
        }
        """
}
