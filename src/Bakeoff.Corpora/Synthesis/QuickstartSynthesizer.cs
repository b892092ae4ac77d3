using System.Globalization;
using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Acquisition;
using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>Synthesises a small corpus shaped like TESS, so that everything can be tried without recordings.</summary>
/// <remarks>
/// <para>No person speaks in it: file names begin with SYN, and a text file beside them says so.</para>
/// <para>Determinism: equal options give equal bytes on every machine and thread count; each take has its own random stream, named after
/// its file.</para>
/// </remarks>
public static class QuickstartSynthesizer
{
    /// <summary>Name of the text file that states the recordings' origin.</summary>
    public const string NoticeName = "SYNTHETIC.txt";

    // Part of the corpus: its bytes are in manifests and locks.
    private const string Notice =
        "These recordings are synthetic: a source-filter voice, no person. They exist to try Bakeoff without a corpus.\n"
        + "Figures obtained on them say nothing about speech.\n";

    /// <summary>Writes all takes as 16-bit WAV files, <c>SYN1_heed_angry_1.wav</c> and so on, and their ratings and votes if asked for.</summary>
    /// <param name="options">Size and difficulty.</param>
    /// <param name="folder">Folder to fill; created if missing. Must hold nothing else.</param>
    /// <param name="threads">Threads that synthesise, at least 1.</param>
    /// <param name="progress">Receives the progress after every clip.</param>
    /// <param name="cancellationToken">Stops between clips.</param>
    /// <returns>The folder and every file in it.</returns>
    /// <exception cref="DatasetException">The folder cannot be written.</exception>
    public static AcquiredCorpus Write(
        SyntheticCorpusOptions options,
        string folder,
        int threads = 1,
        IProgress<AcquisitionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, NoticeName), Notice);
            var takes = Takes(options);
            var done = 0;
            Parallel.ForEach(takes, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, take =>
            {
                using (var stream = File.Create(Path.Combine(folder, take.FileName)))
                {
                    WavWriter.Write16(stream, Speak(options, take), options.SampleRateHz);
                }

                progress?.Report(new AcquisitionProgress(Interlocked.Increment(ref done), takes.Count, 0, null, take.FileName));
            });
            if (options.Ratings)
            {
                SyntheticRatings.Write(
                    Path.Combine(folder, SyntheticRatings.FileName),
                    takes.Select(take => (Path.GetFileNameWithoutExtension(take.FileName), Rate(options, take))));
            }

            if (options.Votes)
            {
                SyntheticVotes.Write(
                    Path.Combine(folder, SyntheticVotes.FileName),
                    takes.Select(take => (
                        Path.GetFileNameWithoutExtension(take.FileName),
                        SyntheticVotes.Of(StyleOf(options, take), Stream(options, take).Stream("votes")))));
            }

            return new AcquiredCorpus(Path.GetFullPath(folder), FolderHasher.Hash(folder, threads, null, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.Explain("the synthetic corpus", folder, exception);
        }
        catch (AggregateException exception) when (exception.InnerException is IOException inner)
        {
            throw DiskSpace.Explain("the synthetic corpus", folder, inner);
        }
    }

    private static float[] Speak(SyntheticCorpusOptions options, SyntheticTake take)
    {
        var random = Stream(options, take);
        var style = StyleOf(options, take);
        return new VoiceSynthesizer(options.SampleRateHz).Speak(take.Voice, take.Word, style, options.Variability, random.Stream("voice"));
    }

    private static SyntheticRatings Rate(SyntheticCorpusOptions options, SyntheticTake take) =>
        SyntheticRatings.Of(StyleOf(options, take), Stream(options, take).Stream("ratings").NextGaussian);

    private static EmotionStyle StyleOf(SyntheticCorpusOptions options, SyntheticTake take) =>
        take.Style.Vary(options.Variability, Stream(options, take).Stream("style").NextGaussian);

    private static SeededRandom Stream(SyntheticCorpusOptions options, SyntheticTake take) =>
        new SeededRandom(options.Seed, "synthesis").Stream(take.FileName);

    private static List<SyntheticTake> Takes(SyntheticCorpusOptions options) =>
    [
        .. from voice in SyntheticVoice.All.Take(options.Speakers)
           from word in SyntheticWord.All.Take(options.Words)
           from emotion in EmotionStyle.Typical
           from number in Enumerable.Range(1, options.Takes)
           let name = string.Create(CultureInfo.InvariantCulture, $"{voice.Name}_{word.Spelling}_{emotion.Name}_{number}.wav")
           select new SyntheticTake(voice, word, emotion.Style, name),
    ];

    private sealed record SyntheticTake(SyntheticVoice Voice, SyntheticWord Word, EmotionStyle Style, string FileName);
}
