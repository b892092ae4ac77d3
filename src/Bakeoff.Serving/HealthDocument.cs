namespace Bakeoff.Serving;

/// <summary>Whether the server can answer.</summary>
/// <param name="Status">Always <c>ok</c>: a server that answers has its model.</param>
/// <param name="Model">What the model is called.</param>
internal sealed record HealthDocument(string Status, string Model);
