using Bakeoff.Evaluation.Intervals;

namespace Bakeoff.Evaluation.Results;

/// <summary>The value of one metric over all test clips.</summary>
/// <param name="Name">Name of the metric, without <c>test_</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Interval">95 % interval; null for metrics without one.</param>
public sealed record MetricResult(string Name, double Value, BootstrapInterval? Interval = null);
