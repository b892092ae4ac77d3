using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Audio.Augmentation;

/// <summary>Rooms that altered copies sound in: measured impulse responses, or a rectangular room.</summary>
public sealed record ReverbOptions : IValidatedOptions
{
    /// <summary>
    /// WAV file of a room's impulse response, or folder of such files (subfolders too); each copy draws one. The path is relative to the
    /// project's folder. Mono; other rates are resampled. Default null.
    /// </summary>
    [JsonPropertyName("impulse_responses"), MinLength(1)]
    public string? ImpulseResponses { get; init; }

    /// <summary>Rectangular room whose reflections are computed. Default null.</summary>
    [JsonPropertyName("room")]
    public RoomOptions? Room { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (ImpulseResponses is null == Room is null)
        {
            yield return Room is null
                ? new OptionProblem(
                    "room",
                    "is missing, and impulse_responses as well, expected one of the two. Add 'room: {rt60_seconds: 0.4}' or "
                        + "'impulse_responses: FOLDER'.")
                : new OptionProblem("room", "is given beside impulse_responses, expected one of the two. Remove one.");
        }
    }
}
