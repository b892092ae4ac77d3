namespace Bakeoff.Audio.Decoding;

/// <summary>Decodes samples that are stored one after the other, each in a fixed number of bytes.</summary>
internal sealed class PcmReader(RecordingBytes file, SampleLayout layout, string name) : SampleReader
{
    private const int ViewBytes = 1 << 16;

    private long _next;

    /// <inheritdoc/>
    public override AudioInfo Info => layout.Info;

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        var channels = Info.ChannelCount;
        var sampleBytes = SampleLayout.BytesPerSample(Info.Encoding);
        var wanted = (int)Math.Min(samples.Length / channels, Info.SampleCount - _next);
        var mostInView = ViewBytes / (sampleBytes * channels);
        for (var done = 0; done < wanted;)
        {
            var count = Math.Min(wanted - done, mostInView);
            var offset = layout.DataOffset + _next * channels * sampleBytes;
            var bytes = file.View(offset, count * channels * sampleBytes);
            if (bytes.Length < count * channels * sampleBytes)
            {
                throw SampleLayoutRules.Broken(
                    name, offset, $"file was cut short while it was read: {{value}} bytes are left at byte {offset}",
                    $"{bytes.Length}", $"{count * channels * sampleBytes}");
            }

            var target = samples.Slice(done * channels, count * channels);
            SampleConverter.Convert(bytes, Info.Encoding, layout.IsBigEndian, target);
            if (Info.Encoding is SampleEncoding.Float32 or SampleEncoding.Float64)
            {
                RequireFinite(target, offset, sampleBytes);
            }

            (done, _next) = (done + count, _next + count);
        }

        return wanted * channels;
    }

    /// <inheritdoc/>
    public override void Rewind() => _next = 0;

    private void RequireFinite(ReadOnlySpan<float> samples, long offset, int sampleBytes)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
            {
                var at = offset + (long)i * sampleBytes;
                throw SampleLayoutRules.Broken(
                    name, at, $"sample {_next + i / Info.ChannelCount} at byte {at}",
                    $"{(float.IsNaN(samples[i]) ? "NaN" : "infinite")}", $"a finite number");
            }
        }
    }
}
