using System.Diagnostics;
using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Measures processor, memory and disk under the names that MLflow's system page knows. Megabytes are 1,000,000 bytes.</summary>
internal sealed class SystemMetrics(string diskFolder)
{
    private const double Megabyte = 1e6;
    private (double Busy, double Total) _last = ReadProcessor();

    /// <summary>One point of each measure; processor use is that since the last call.</summary>
    internal IReadOnlyList<Metric> Measure(long timestampMs, long step)
    {
        var points = new List<Metric>();
        void Add(string name, double value) => points.Add(new Metric("system/" + name, value, timestampMs, step));

        (double Busy, double Total) now = ReadProcessor();
        double total = now.Total - _last.Total;
        if (total > 0)
        {
            Add("cpu_utilization_percentage", Math.Clamp(100 * (now.Busy - _last.Busy) / total, 0, 100));
        }

        _last = now;
        (double usedBytes, double allBytes) = ReadMemory();
        if (allBytes > 0)
        {
            Add("system_memory_usage_megabytes", usedBytes / Megabyte);
            Add("system_memory_usage_percentage", 100 * usedBytes / allBytes);
        }

        try
        {
            var drive = new DriveInfo(Path.GetFullPath(diskFolder));
            double used = drive.TotalSize - (double)drive.TotalFreeSpace;
            Add("disk_usage_megabytes", used / Megabyte);
            Add("disk_usage_percentage", 100 * used / Math.Max(1, drive.TotalSize));
            Add("disk_available_megabytes", drive.AvailableFreeSpace / Megabyte);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // A folder on no drive, such as a network share, has no numbers.
        }

        return points;
    }

    // Linux reports the load of the whole computer; elsewhere this process stands for it, as shares of all processors.
    private static (double Busy, double Total) ReadProcessor()
    {
        if (OperatingSystem.IsLinux() && File.Exists("/proc/stat"))
        {
            string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            double[] ticks = [.. fields.Skip(1).Take(8).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            return (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
        }

        using var process = Process.GetCurrentProcess();
        double elapsedSeconds = Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        return (process.TotalProcessorTime.TotalSeconds, elapsedSeconds * Environment.ProcessorCount);
    }

    private static (double UsedBytes, double AllBytes) ReadMemory()
    {
        if (OperatingSystem.IsLinux() && File.Exists("/proc/meminfo"))
        {
            Dictionary<string, double> lines = File.ReadLines("/proc/meminfo")
                .Select(line => line.Split([':', ' '], StringSplitOptions.RemoveEmptyEntries))
                .ToDictionary(
                    parts => parts[0],
                    parts => 1024 * double.Parse(parts[1], CultureInfo.InvariantCulture),
                    StringComparer.Ordinal);
            return (lines["MemTotal"] - lines["MemAvailable"], lines["MemTotal"]);
        }

        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return (memory.MemoryLoadBytes, memory.TotalAvailableMemoryBytes);
    }
}
