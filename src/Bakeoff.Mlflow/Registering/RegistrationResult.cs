namespace Bakeoff.Mlflow.Registering;

/// <summary>Decision on registering a model, with the reason.</summary>
/// <param name="Version">The version; null if it was not registered.</param>
/// <param name="Reason">One sentence with both values of the metric.</param>
public sealed record RegistrationResult(int? Version, string Reason)
{
    /// <summary>True if the run had this version before, which then stays as it is.</summary>
    public bool WasRegistered { get; init; }
}
