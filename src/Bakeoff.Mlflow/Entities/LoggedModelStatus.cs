namespace Bakeoff.Mlflow.Entities;

/// <summary>State of a logged model's files.</summary>
public enum LoggedModelStatus
{
    /// <summary>Files are still being written.</summary>
    Pending,

    /// <summary>All files are there.</summary>
    Ready,

    /// <summary>The files could not be written.</summary>
    UploadFailed,
}
