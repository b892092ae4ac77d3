using System.Globalization;
using System.Text.Json;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Featurize;

/// <summary>Values of a feature set that do not exist, and clips whose rate is too low for all of its bands.</summary>
internal sealed record SetReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Name of the set.</summary>
    public required string Set { get; init; }

    /// <summary>Clips measured.</summary>
    public required int Clips { get; init; }

    /// <summary>Values of all clips.</summary>
    public required long Values { get; init; }

    /// <summary>Values that do not exist, such as the pitch where nothing is voiced; they are 0.</summary>
    public required long MissingValues { get; init; }

    /// <summary>Clips with at least one of these.</summary>
    public required int ClipsWithMissing { get; init; }

    /// <summary>Clips analysed at less than <see cref="FullBandRateHz"/>.</summary>
    public required int NarrowClips { get; init; }

    /// <summary>Rate in hertz below which bands end early, at half the rate.</summary>
    public required int FullBandRateHz { get; init; }

    /// <summary>The missing values and narrow clips in one line; null if there are none.</summary>
    public string? Describe()
    {
        var clauses = new List<string>(2);
        if (MissingValues > 0)
        {
            clauses.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{MissingValues:N0} of {Values:N0} values do not exist (in {Quantity.Of(ClipsWithMissing, "clip")}) and are 0"));
        }

        if (NarrowClips > 0)
        {
            clauses.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{Quantity.Of(NarrowClips, "clip")} below {FullBandRateHz} Hz, where bands end at half the rate"));
        }

        return clauses.Count == 0 ? null : string.Join("; ", clauses);
    }

    /// <summary>Writes the report as JSON; equal reports give equal bytes.</summary>
    /// <param name="path">File to create.</param>
    public void Write(string path) => File.WriteAllBytes(path, [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n']);

    /// <summary>Reads a report that <see cref="Write"/> made; null where there is none, for features that are no set.</summary>
    public static SetReport? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<SetReport>(File.ReadAllBytes(path), Json) : null;
}
