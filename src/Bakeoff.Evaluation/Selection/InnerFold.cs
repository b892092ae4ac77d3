namespace Bakeoff.Evaluation.Selection;

/// <summary>One division of the training side, on which candidates are judged.</summary>
/// <param name="Train">Positions of the clips trained on, ascending.</param>
/// <param name="Test">Positions of the clips judged, ascending.</param>
/// <param name="Voice">The voice that is judged and not trained on: 0 the recordings, n their n-th copies; null where recordings are judged and every copy of a trained clip is trained on.</param>
internal sealed record InnerFold(int[] Train, int[] Test, int? Voice);
