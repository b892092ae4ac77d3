namespace Bakeoff.Mlflow.Entities;

/// <summary>One point of a metric's history.</summary>
/// <param name="Key">Name; a <c>/</c> groups charts on MLflow 3's run page.</param>
/// <param name="Value">Value; NaN and infinities are allowed.</param>
/// <param name="TimestampMs">Time of the measurement in milliseconds since 1970-01-01 UTC; at least 0.</param>
/// <param name="Step">Position on the x axis. Charts draw a line only when the latest step is at least 1.</param>
public readonly record struct Metric(string Key, double Value, long TimestampMs, long Step);
