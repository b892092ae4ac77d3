namespace Bakeoff.Mlflow.Entities;

/// <summary>Which lifecycle stages a search returns.</summary>
public enum ViewType
{
    /// <summary>Only what is in use.</summary>
    ActiveOnly,

    /// <summary>Only what is in the bin.</summary>
    DeletedOnly,

    /// <summary>Both.</summary>
    All,
}
