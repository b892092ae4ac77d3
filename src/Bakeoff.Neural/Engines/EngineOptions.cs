using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Bakeoff.Options;

namespace Bakeoff.Neural.Engines;

/// <summary>Engine that computes the training. <c>engine: torchsharp</c> is short for <c>engine: {name: torchsharp}</c>.</summary>
[ScalarShorthand("name")]
public sealed partial record EngineOptions : IValidatedOptions
{
    /// <summary>Name of the engine: managed, or one that is installed as a plug-in, such as torchsharp. Default managed.</summary>
    [JsonPropertyName("name"), MinLength(1)]
    public string Name { get; init; } = ManagedEngine.EngineName;

    /// <summary>Where it computes: auto (a graphics card if there is one), cpu, cuda or cuda:N. Default auto.</summary>
    [JsonPropertyName("device"), MinLength(1)]
    public string Device { get; init; } = "auto";

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (!EngineName().IsMatch(Name))
        {
            yield return new OptionProblem(
                "name",
                $"is '{Name}', expected lower-case letters and digits. There are managed and the plug-ins under artifacts/engines, "
                    + $"such as torchsharp.");
        }

        if (!DeviceName().IsMatch(Device))
        {
            yield return new OptionProblem("device", $"is '{Device}', expected auto, cpu, cuda or cuda:N. The usual value is auto.");
        }
        else if (Name == ManagedEngine.EngineName && Device is not ("auto" or "cpu"))
        {
            yield return new OptionProblem(
                "device",
                $"is '{Device}', but engine managed computes on the processor only. Use auto or cpu, or engine: {{name: torchsharp, "
                    + $"device: {Device}}}.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9]{0,31}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EngineName();

    [GeneratedRegex("^(auto|cpu|cuda(:[0-9]{1,2})?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DeviceName();
}
