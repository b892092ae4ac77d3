namespace Bakeoff.Mlflow.Runs;

/// <summary>A journal with values of a server's run that are not delivered yet.</summary>
/// <param name="Path">File of the journal.</param>
/// <param name="TrackingUri">Address of the server that it was written for.</param>
/// <param name="ExperimentName">Experiment of the run.</param>
/// <param name="RunName">Name of the run; null if the server is to invent one.</param>
/// <param name="ClientKey">Key of the run; journals with the same key belong to one run.</param>
public sealed record WaitingJournal(string Path, string TrackingUri, string ExperimentName, string? RunName, string ClientKey);
