namespace Bakeoff.Reports.Charts;

/// <summary>True and predicted numbers of a target, such as arousal, clip by clip.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Truth">True numbers, finite.</param>
/// <param name="Predicted">Predicted numbers, as many.</param>
public sealed record TargetPoints(string Target, IReadOnlyList<float> Truth, IReadOnlyList<float> Predicted);
