namespace Bakeoff.Serving;

/// <summary>The answer to a health check.</summary>
/// <param name="Status">Always <c>ok</c>: a server that answers has its model.</param>
/// <param name="Model">Name of the model.</param>
internal sealed record HealthDocument(string Status, string Model);
