namespace Bakeoff.Build.Requests;

/// <summary>When a build trains: the property <c>TrainModels</c>.</summary>
internal enum TrainingRule
{
    /// <summary>Whenever a model is missing or stale.</summary>
    Stale,

    /// <summary>Only where there is no model; a stale one is used.</summary>
    Missing,

    /// <summary>Never: a model that is missing or stale is an error.</summary>
    Never,
}
