using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>A rectangular room with equal walls, and how many places in it are used.</summary>
public sealed record RoomOptions : IValidatedOptions
{
    /// <summary>More image sources would take longer than the experiment.</summary>
    private const double MostImages = 2_000_000;

    /// <summary>Length in metres. Default 6.</summary>
    [JsonPropertyName("length_m")]
    [Range(2.0, 50.0)]
    public double LengthM { get; init; } = 6;

    /// <summary>Width in metres. Default 4.</summary>
    [JsonPropertyName("width_m")]
    [Range(2.0, 50.0)]
    public double WidthM { get; init; } = 4;

    /// <summary>Height in metres. Default 2.8.</summary>
    [JsonPropertyName("height_m")]
    [Range(2.0, 50.0)]
    public double HeightM { get; init; } = 2.8;

    /// <summary>Time in which the sound falls by 60 dB, by Eyring's formula; in place of absorption. Default null.</summary>
    [JsonPropertyName("rt60_seconds")]
    [Range(0.01, 3.0)]
    public double? Rt60Seconds { get; init; }

    /// <summary>Share of the sound's power that a wall swallows; in place of rt60_seconds. Default null.</summary>
    [JsonPropertyName("absorption")]
    [Range(0.01, 0.99)]
    public double? Absorption { get; init; }

    /// <summary>
    /// Pairs of places of speaker and microphone, drawn by the seed at least 0.5 m from the walls and from each other; each copy draws one
    /// pair. Default 16.
    /// </summary>
    [JsonPropertyName("positions")]
    [Range(1, 100)]
    public int Positions { get; init; } = 16;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Rt60Seconds is null == Absorption is null)
        {
            yield return Absorption is null
                ? new OptionProblem(
                    "rt60_seconds", "is missing, and absorption as well, expected one of the two. Add 'rt60_seconds: 0.4'.")
                : new OptionProblem("rt60_seconds", "is given beside absorption, expected one of the two. Remove one.");
            yield break;
        }

        var room = new ShoeboxRoom(this);
        if (room.ImageCount > MostImages)
        {
            var (key, claim) = Absorption is null
                ? ("rt60_seconds", "Shorten it or enlarge the room.")
                : ("absorption", "Raise it or enlarge the room.");
            yield return new OptionProblem(
                key,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"is {Absorption ?? Rt60Seconds}, which makes {room.ImageCount:#,0} reflections of {room.Rt60Seconds:0.00} s in "
                        + $"{LengthM * WidthM * HeightM:0.#} cubic metres, expected at most {MostImages:#,0}. {claim}"));
        }
    }
}
