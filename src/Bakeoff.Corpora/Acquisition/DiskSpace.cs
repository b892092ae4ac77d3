using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Options.Files;

namespace Bakeoff.Corpora.Acquisition;

/// <summary>Asks for free space before writing, and words the errors of a full or forbidden disk.</summary>
internal static class DiskSpace
{
    /// <summary>Free bytes that the current user may fill on the disk holding a folder, which need not exist yet.</summary>
    public static long FreeBytes(string folder)
    {
        var existing = new DirectoryInfo(Path.GetFullPath(folder));
        while (!existing.Exists && existing.Parent is not null)
        {
            existing = existing.Parent;
        }

        return new DriveInfo(existing.FullName).AvailableFreeSpace;
    }

    /// <summary>Fails when less is free than needed.</summary>
    /// <exception cref="DatasetException">There is too little room.</exception>
    public static void Require(string source, string folder, long neededBytes, Func<string, long> freeBytes)
    {
        var free = freeBytes(folder);
        if (free < neededBytes)
        {
            throw new DatasetException(
                DatasetProblem.NoSpace,
                new ErrorDetails($"disk has {{value}} free, {source} needs {Mebibytes(neededBytes)}")
                {
                    Where = folder,
                    Value = Mebibytes(free),
                    NextStep = "Make room, or choose another artifacts folder.",
                });
        }
    }

    /// <summary>Words an error of the file system.</summary>
    public static DatasetException Explain(string source, string folder, Exception exception) =>
        DiskFull.IsCauseOf(exception)
            ? new DatasetException(
                DatasetProblem.NoSpace,
                new ErrorDetails($"disk is full while {source} is taken in")
                {
                    Where = folder,
                    NextStep = "Make room and run again; nothing half-written was kept.",
                },
                exception)
            : new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails($"cannot take in {source}: {exception.Message}")
                {
                    Where = folder,
                    NextStep = "Nothing half-written was kept.",
                },
                exception);

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB");
}
