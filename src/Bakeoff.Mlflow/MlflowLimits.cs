namespace Bakeoff.Mlflow;

/// <summary>
/// Limits that MLflow 2.10 and later check, or silently apply, on the server. The client applies them first, with a message.
/// </summary>
public static class MlflowLimits
{
    /// <summary>Points in one request.</summary>
    public const int BatchMetrics = 1000;

    /// <summary>Parameters in one request.</summary>
    public const int BatchParameters = 100;

    /// <summary>Tags in one request.</summary>
    public const int BatchTags = 100;

    /// <summary>Points, parameters and tags together in one request.</summary>
    public const int BatchTotal = 1000;

    /// <summary>Characters of a metric's, parameter's or tag's key.</summary>
    public const int KeyLength = 250;

    /// <summary>Characters of a parameter's value; servers silently cut longer ones.</summary>
    public const int ParameterLength = 6000;

    /// <summary>Characters of a run's tag on MLflow 2 with a database; longer ones are silently cut there.</summary>
    public const int TagLength = 5000;

    /// <summary>Characters of a run's tag on MLflow 3.</summary>
    public const int TagLengthVersion3 = 8000;

    /// <summary>Characters of the description of a registered model or version.</summary>
    public const int DescriptionLength = 5000;

    /// <summary>Characters of an experiment's name.</summary>
    public const int ExperimentNameLength = 500;

    /// <summary>Characters of a data set's name.</summary>
    public const int DatasetNameLength = 500;

    /// <summary>Characters of a data set's digest.</summary>
    public const int DatasetDigestLength = 36;

    /// <summary>Characters of a data set's source, and of its schema.</summary>
    public const int DatasetTextLength = 65535;
}
