namespace Bakeoff.Evaluation.Selection;

/// <summary>One division of the training side, on which candidates are evaluated.</summary>
/// <param name="Train">Positions of the training clips, ascending.</param>
/// <param name="Test">Positions of the evaluated clips, ascending.</param>
/// <param name="HeldOutVersion"> The version of the clips that is evaluated and not trained on: 0 for the recordings, n for their n-th
/// copies. Null: recordings are evaluated, and training includes every copy of a training clip.
/// </param>
internal sealed record InnerFold(int[] Train, int[] Test, int? HeldOutVersion);
