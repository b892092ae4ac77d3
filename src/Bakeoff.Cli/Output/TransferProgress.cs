using System.Globalization;
using Bakeoff.Corpora.Acquisition;

namespace Bakeoff.Cli.Output;

/// <summary>Writes how much of a transfer has come, its rate and the time left, a line every few seconds.</summary>
internal sealed class TransferProgress(TextWriter output, TimeProvider time) : IProgress<AcquisitionProgress>
{
    private const double MegaByte = 1e6;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long _started = -1;
    private long _written;
    private long _firstBytes;

    /// <inheritdoc/>
    public void Report(AcquisitionProgress value)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_started < 0)
            {
                (_started, _written, _firstBytes) = (now, now, value.BytesDone);
            }

            if (time.GetElapsedTime(_written, now) < Interval)
            {
                return;
            }

            _written = now;
            var rate = (value.BytesDone - _firstBytes) / time.GetElapsedTime(_started, now).TotalSeconds;
            var total = value.ByteCount is { } count ? string.Create(CultureInfo.InvariantCulture, $" of {count / MegaByte:N0}") : "";
            var left = value.ByteCount is { } all && rate > 0
                ? string.Create(CultureInfo.InvariantCulture, $", {(all - value.BytesDone) / rate:N0} s left")
                : "";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {value.BytesDone / MegaByte:N0}{total} MB, {rate / MegaByte:N1} MB/s{left}"));
        }
    }
}
