namespace Bakeoff.Options.Files;

/// <summary>The errors of the file system that mean a full disk.</summary>
public static class DiskFull
{
    // ENOSPC; EDQUOT of Linux and of macOS.
    private static readonly int[] UnixCodes = [28, 122, 69];

    // ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED.
    private static readonly int[] WindowsCodes = [0x27, 0x70, 0x50F];

    /// <summary>True if an operation failed because the disk, or the user's share of it, is full.</summary>
    /// <param name="exception">The exception that the operation threw.</param>
    public static bool IsCauseOf(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var codes = OperatingSystem.IsWindows() ? WindowsCodes : UnixCodes;

        // Where a whole file's room is asked for in advance the runtime gives no code, only this sentence, in English everywhere.
        return exception is IOException
            && (codes.Contains(exception.HResult & 0xFFFF)
                || exception.Message.EndsWith("because the disk was full.", StringComparison.Ordinal));
    }
}
