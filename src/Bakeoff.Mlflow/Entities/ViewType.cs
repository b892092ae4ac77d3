namespace Bakeoff.Mlflow.Entities;

/// <summary>Lifecycle stages that a search returns.</summary>
public enum ViewType
{
    /// <summary>Only active ones.</summary>
    ActiveOnly,

    /// <summary>Only deleted ones.</summary>
    DeletedOnly,

    /// <summary>Both.</summary>
    All,
}
