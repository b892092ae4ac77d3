namespace Bakeoff.Mlflow.Files;

/// <summary>Translates errors of the file system.</summary>
internal static class DiskErrors
{
    private const int UnixNoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>True for the exceptions that the file system raises.</summary>
    internal static bool IsDiskError(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The exception with its reason as an error code. A full disk and a busy file pass, so these errors are transient.</summary>
    /// <param name="exception">Error of the file system.</param>
    /// <param name="where">File or folder.</param>
    internal static MlflowException Translate(Exception exception, string where)
    {
        if (exception is UnauthorizedAccessException)
        {
            return new MlflowException("this user may not read or write here", exception)
            {
                Where = where,
                NextStep = "Change the folder's permissions, or choose another folder.",
                ErrorCode = MlflowErrorCodes.PermissionDenied,
                Endpoint = where,
                IsTransient = true,
            };
        }

        bool isFull = exception.HResult is UnixNoSpace or WindowsDiskFull or WindowsHandleDiskFull;
        return new MlflowException(isFull ? "the disk is full" : $"the file system reports '{exception.Message.TrimEnd('.')}'", exception)
        {
            Where = where,
            NextStep = isFull ? "Free some space, or choose a folder on another disk." : "Check the disk and the folder.",
            ErrorCode = isFull ? MlflowErrorCodes.DiskFull : MlflowErrorCodes.InternalError,
            Endpoint = where,
            IsTransient = true,
        };
    }
}
