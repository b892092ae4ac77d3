namespace Bakeoff.Mlflow.Entities;

/// <summary>Stage of a model version. MLflow keeps stages for older users and recommends aliases.</summary>
public enum ModelStage
{
    /// <summary>No stage.</summary>
    None,

    /// <summary>Under test.</summary>
    Staging,

    /// <summary>In use.</summary>
    Production,

    /// <summary>No longer in use.</summary>
    Archived,
}
