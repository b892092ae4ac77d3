namespace Bakeoff.Evaluation.Results;

/// <summary>Results of an experiment with one seed.</summary>
/// <param name="Seed">The seed, as the settings name it.</param>
/// <param name="Metrics">Single numbers by name, as <see cref="MetricsDocument.Numbers"/> gives them.</param>
/// <param name="Predictions">One a test clip.</param>
public sealed record SeedRun(string Seed, IReadOnlyList<(string Name, double Value)> Metrics, IReadOnlyList<Prediction> Predictions);
