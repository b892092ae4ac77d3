using Bakeoff.Options;
namespace Bakeoff.Audio.Decoding;

/// <summary>Decodes a recording block by block, so that memory does not grow with its length.</summary>
/// <remarks>
/// Reads what <see cref="AudioDecoder"/> reads, with the same samples. A file stays open until <see cref="Dispose"/>; one page of it is in
/// memory at a time. Belongs to one thread.
/// </remarks>
public sealed class AudioReader : IDisposable
{
    private const int MostValuesOfShort = 1 << 21;
    private const int MostBytesOfUnknown = 1 << 20;
    private const int MostBytesOfCompressed = 1 << 17;
    private const int CutBlock = 1 << 14;

    private readonly RecordingBytes _bytes;
    private readonly SampleReader _samples;

    private AudioReader(RecordingBytes bytes, string name, double maxSeconds)
    {
        _bytes = bytes;
        Name = name;
        try
        {
            _samples = AudioContent.OpenSamples(bytes, name, maxSeconds);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private AudioReader(SampleReader samples, string name)
    {
        _bytes = new RecordingBytes(ReadOnlyMemory<byte>.Empty);
        _samples = samples;
        Name = name;
    }

    /// <summary>Name for messages, as the caller gave it.</summary>
    public string Name { get; }

    /// <summary>Header of the recording; its sample count is 0 where the header of a FLAC or compressed recording leaves it open.</summary>
    public AudioInfo Info => _samples.Info;

    /// <summary>True if the samples of all channels take more than 8 MB, or may do so.</summary>
    public bool IsLong =>
        Info.SampleCount == 0
            ? _bytes.Length > (Info.Encoding == SampleEncoding.Compressed ? MostBytesOfCompressed : MostBytesOfUnknown)
            : Info.SampleCount * Info.ChannelCount > MostValuesOfShort;

    /// <summary>Library and version that decode a compressed recording; null where Bakeoff itself does.</summary>
    public string? Decoder => (_samples as CompressedReader)?.Decoder;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the file; its content decides on the format.</param>
    /// <param name="name">Name for messages; default the path.</param>
    /// <exception cref="AudioFormatException">
    /// The header cannot be read, see <see cref="AudioDecoder.Decode"/>; or the path is empty, or that of a folder.
    /// </exception>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    public static AudioReader Open(string path, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(path);

        // The system calls a folder a file that access is denied to, and no path at all a bug of the program.
        return path.Length > 0 && !Directory.Exists(path)
            ? new(new RecordingBytes(path), name ?? path, double.PositiveInfinity)
            : throw new AudioFormatException(
                name ?? path,
                byteOffset: 0,
                new ErrorDetails(path.Length == 0 ? "the path is empty" : "is a folder") { Rule = "a recording" });
    }

    /// <summary>Opens a recording held in memory.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="maxSeconds">Longer sound is refused; default any length.</param>
    /// <exception cref="AudioFormatException">The header cannot be read; see <see cref="AudioDecoder.Decode"/>.</exception>
    public static AudioReader Open(ReadOnlyMemory<byte> file, string name, double maxSeconds = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(new RecordingBytes(file), name, maxSeconds);
    }

    /// <summary>Opens a recording that a stream brings, such as standard input. What is long is kept in a temporary file.</summary>
    /// <param name="recording">The bytes of a file, from the stream's position to its end; the stream stays open.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="AudioFormatException">The header cannot be read; see <see cref="AudioDecoder.Decode"/>.</exception>
    /// <exception cref="IOException">The stream cannot be read, or the temporary file not written.</exception>
    public static AudioReader Open(Stream recording, string name)
    {
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(name);
        return new(RecordingBytes.Collect(recording), name, double.PositiveInfinity);
    }

    /// <summary>Decodes the next samples of all channels, interleaved.</summary>
    /// <param name="samples">Receives whole sample frames: filled as far as they fit, less at the end of the recording.</param>
    /// <returns>Number of values written; 0 at the end, when checksums have been compared too.</returns>
    /// <exception cref="ArgumentException">Not one sample of each channel fits.</exception>
    /// <exception cref="AudioFormatException">The samples are damaged, missing or not finite.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int Read(Span<float> samples)
    {
        if (samples.Length < Info.ChannelCount)
        {
            throw new ArgumentException($"{samples.Length} values, expected room for {Info.ChannelCount} channels.", nameof(samples));
        }

        return _samples.Read(samples);
    }

    /// <summary>Goes back to the first sample.</summary>
    public void Rewind() => _samples.Rewind();

    /// <summary>Cuts stretches out of the recording, which is decoded once, from its beginning to the end of the last stretch.</summary>
    /// <param name="stretches">Stretches in any order; they may overlap. A channel must be one of the recording's.</param>
    /// <returns>
    /// Position of each stretch in the list and a reader of its sound, as soon as that is complete: by the stretches' ends. A stretch that
    /// goes beyond the recording is as long as there are samples.
    /// </returns>
    /// <exception cref="AudioFormatException">The samples are damaged, missing or not finite.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <remarks>Memory: the stretches that are open at a time.</remarks>
    public IEnumerable<(int Index, AudioReader Sound)> Cut(IReadOnlyList<SampleStretch> stretches)
    {
        ArgumentNullException.ThrowIfNull(stretches);
        return CutInOrder(stretches);
    }

    private IEnumerable<(int Index, AudioReader Sound)> CutInOrder(IReadOnlyList<SampleStretch> stretches)
    {
        Rewind();
        var waiting = new Queue<int>(Enumerable.Range(0, stretches.Count).OrderBy(i => stretches[i].First));
        var open = new List<(int Index, StretchCutter Cutter)>();
        var block = new float[Math.Max(1, CutBlock / Info.ChannelCount) * Info.ChannelCount];
        var position = 0L;
        int read;
        while (waiting.Count + open.Count > 0 && (read = Read(block)) > 0)
        {
            var end = position + (read / Info.ChannelCount);
            while (waiting.Count > 0 && stretches[waiting.Peek()].First < end)
            {
                open.Add((waiting.Peek(), new StretchCutter(stretches[waiting.Dequeue()], Info.ChannelCount)));
            }

            foreach (var (_, cutter) in open)
            {
                cutter.Add(block.AsSpan(0, read), position);
            }

            foreach (var (index, cutter) in open.Where(cut => stretches[cut.Index].End <= end).ToList())
            {
                yield return (index, ReaderOf(cutter));
            }

            open.RemoveAll(cut => stretches[cut.Index].End <= end);
            position = end;
        }

        foreach (var index in waiting)
        {
            open.Add((index, new StretchCutter(stretches[index], Info.ChannelCount)));
        }

        foreach (var (index, cutter) in open)
        {
            yield return (index, ReaderOf(cutter));
        }
    }

    private AudioReader ReaderOf(StretchCutter cutter)
    {
        var samples = cutter.Samples;
        var info = Info with { ChannelCount = cutter.ChannelCount, SampleCount = samples.Length / cutter.ChannelCount };
        return new AudioReader(new SignalReader(info, samples), Name);
    }

    /// <summary>Decodes everything that is left.</summary>
    /// <exception cref="AudioFormatException">
    /// The samples are damaged, missing, not finite, or too many to be in memory at once.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public AudioSignal ReadToEnd()
    {
        // These headers are not checked against the file's size; four samples a byte are enough for all but silence and low bit rates.
        var stated = Info.SampleCount == 0 ? long.MaxValue : Info.SampleCount * Info.ChannelCount;
        var expected = Info.Encoding is SampleEncoding.Flac or SampleEncoding.Compressed ? Math.Min(stated, 4 * _bytes.Length) : stated;
        var samples = new float[expected <= Array.MaxLength ? expected : throw TooManySamples()];
        var count = 0;
        Span<float> overflow = stackalloc float[SampleLayoutRules.MaxChannelCount];
        while (true)
        {
            var isFull = samples.Length - count < Info.ChannelCount;
            var read = Read(isFull ? overflow[..Info.ChannelCount] : samples.AsSpan(count));
            if (read == 0)
            {
                return new AudioSignal(Info.SampleRateHz, Info.ChannelCount, samples.Length == count ? samples : samples[..count]);
            }

            if (isFull)
            {
                Array.Resize(ref samples, Grow(samples.Length, count + (long)read));
                overflow[..read].CopyTo(samples.AsSpan(count));
            }

            count += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private int Grow(int length, long required) =>
        required > Array.MaxLength ? throw TooManySamples() : (int)Math.Min(Math.Max(2L * length, required), Array.MaxLength);

    private AudioFormatException TooManySamples() =>
        SampleLayoutRules.Broken(
            Name,
            0,
            $"sound has {{value}} samples",
            $"{(Info.SampleCount == 0 ? "too many" : FormattableString.Invariant($"{Info.SampleCount}"))}",
            $"at most {Array.MaxLength / Info.ChannelCount} where a whole recording must be in memory",
            "Cut it into parts.");
}
