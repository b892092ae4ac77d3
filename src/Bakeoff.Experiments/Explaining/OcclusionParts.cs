using System.Globalization;
using System.Text.RegularExpressions;
using Bakeoff.Audio.Features;
using Bakeoff.Experiments.Importance;

namespace Bakeoff.Experiments.Explaining;

/// <summary>The parts of a clip's features that make sense to replace: stretches of time, frequency bands, groups of columns.</summary>
/// <remarks>
/// At most 40 stretches, each four steps long and never more than half of the clip, 15 bands of two sixteenths of the mel bands, as many as
/// 60 groups of other columns, and 80 patches of band and time.
/// </remarks>
internal static partial class OcclusionParts
{
    private const int MostStretches = 40;
    private const int StepsAStretch = 4;
    private const int BandSteps = 16;
    private const int StepsABand = 2;
    private const int PatchTimes = 10;

    /// <summary>Stretches of frames, which overlap; none of a clip with one row.</summary>
    public static IReadOnlyList<OccludedPart> Stretches(int frames, FrameTimes times)
    {
        if (frames < 2)
        {
            return [];
        }

        var step = Math.Max(1, (frames + MostStretches - 1) / MostStretches);
        var length = Math.Min(StepsAStretch * step, Math.Max(1, frames / 2));
        return
        [
            .. Enumerable.Range(0, ((frames - length + step - 1) / step) + 1)
                .Select(i => Math.Min(i * step, frames - length))
                .Select(first => Stretch(first..(first + length), times)),
        ];
    }

    /// <summary>Frequency bands of log-mel columns, which overlap by half, and groups of all other columns.</summary>
    public static IReadOnlyList<OccludedPart> Groups(FeatureOptions options, int rateHz)
    {
        var names = new FeatureExtractor(options).FeatureNames;
        List<OccludedPart> parts =
        [
            .. Bands(options, rateHz),
            .. FeatureGroups.Of(options)
                .Select(group => group with { Columns = [.. group.Columns.Where(column => !Band().IsMatch(names[column]))] })
                .Where(static group => group.Columns.Count > 0)
                .Select(static group => new OccludedPart(group.Name) { Columns = [.. group.Columns] }),
        ];

        // Without all columns nothing is left to predict from.
        return [.. parts.Where(part => part.Columns!.Length < names.Count)];
    }

    /// <summary>Patches of one band and one stretch, which do not overlap; none where there are no bands or one row.</summary>
    public static IReadOnlyList<OccludedPart> Patches(FeatureOptions options, int frames, FrameTimes times)
    {
        var count = Math.Min(PatchTimes, frames);
        var bands = Bands(options, times.AnalysisRateHz).Where(static (_, i) => i % StepsABand == 0).ToList();
        return frames < 2
            ? []
            :
            [
                .. from i in Enumerable.Range(0, count)
                let stretch = Stretch((int)((long)frames * i / count)..(int)((long)frames * (i + 1) / count), times)
                from band in bands
                select band with
                {
                    Name = $"{stretch.Name}, {band.Name}",
                    StartSeconds = stretch.StartSeconds,
                    EndSeconds = stretch.EndSeconds,
                    Frames = stretch.Frames,
                },
            ];
    }

    /// <summary>Parts that make no sense for some features, a sentence each.</summary>
    /// <param name="options">Options of the features.</param>
    /// <param name="stretches">Stretches of the clip.</param>
    /// <param name="groups">Groups of the features.</param>
    public static IReadOnlyList<string> Omitted(
        FeatureOptions options, IReadOnlyList<OccludedPart> stretches, IReadOnlyList<OccludedPart> groups)
    {
        var kinds = string.Join(", ", options.Kinds.Select(static kind => kind.Name));
        List<string> notes = [];
        if (stretches.Count == 0)
        {
            notes.Add("A clip has one row of features, so no stretch of time can be replaced.");
        }

        if (groups.Count == 0)
        {
            notes.Add($"The columns of {kinds} tell nothing one by one, so only stretches of time are replaced.");
        }
        else if (!groups.Any(static group => group.LowHz is not null))
        {
            notes.Add($"{kinds}: no column is a frequency band (of log_mel they are), so groups of columns are replaced instead.");
        }

        return notes;
    }

    // The number of the band in names such as log_mel_12_delta or first_half_log_mel_3_mean.
    [GeneratedRegex(@"\A(first_half_|second_half_)?log_mel_(?<band>[0-9]+)(_|\z)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Band();

    private static OccludedPart Stretch(Range frames, FrameTimes times)
    {
        var start = Math.Max(0, times.FirstSeconds + ((frames.Start.Value - 0.5) * times.StepSeconds));
        var end = times.FirstSeconds + ((frames.End.Value - 0.5) * times.StepSeconds);
        return new OccludedPart(string.Create(CultureInfo.InvariantCulture, $"{start:0.00} to {end:0.00} s"))
        {
            StartSeconds = start,
            EndSeconds = end,
            Frames = frames,
        };
    }

    // Bands of neighbouring mel filters, with all statistics and derivatives of each.
    private static IEnumerable<OccludedPart> Bands(FeatureOptions options, int rateHz)
    {
        var columns = new FeatureExtractor(options).FeatureNames
            .Index()
            .Select(static name => (name.Index, Match: Band().Match(name.Item)))
            .Where(static name => name.Match.Success)
            .ToLookup(
                static name => int.Parse(name.Match.Groups["band"].ValueSpan, CultureInfo.InvariantCulture), static name => name.Index);
        if (columns.Count < BandSteps)
        {
            return columns.Count < 2 ? [] : columns.Select(band => Filters(band.Key, band.Key + 1));
        }

        return Enumerable.Range(0, BandSteps - StepsABand + 1)
            .Select(i => Filters(columns.Count * i / BandSteps, columns.Count * (i + StepsABand) / BandSteps));

        OccludedPart Filters(int first, int end)
        {
            var (low, high) = (EdgeHz(options, rateHz, first), EdgeHz(options, rateHz, end));
            return new OccludedPart(string.Create(CultureInfo.InvariantCulture, $"{low:0} to {high:0} Hz"))
            {
                LowHz = low,
                HighHz = high,
                Columns = [.. Enumerable.Range(first, end - first).SelectMany(band => columns[band])],
            };
        }
    }

    // Half way, in mels, between the centres of a filter and of that below it.
    private static double EdgeHz(FeatureOptions options, int rateHz, int filter)
    {
        var (low, high) = (MelScale.FromHertz(options.MinFrequencyHz), MelScale.FromHertz(options.MaxFrequencyHz ?? rateHz / 2.0));
        return MelScale.ToHertz(low + ((high - low) * (filter + 0.5) / (options.MelBandCount + 1)));
    }
}
