namespace Bakeoff.Mlflow.Syncing;

/// <summary>Result of <see cref="StoreSync.SyncToAsync"/>.</summary>
/// <param name="NewRuns">Runs that the target did not have.</param>
/// <param name="KnownRuns">Runs that it had; missing values were added.</param>
/// <param name="Artifacts">Files sent.</param>
/// <param name="ModelVersions">Versions of registered models created.</param>
public sealed record SyncReport(int NewRuns, int KnownRuns, int Artifacts, int ModelVersions);
