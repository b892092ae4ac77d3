using System.Text.RegularExpressions;
using Bakeoff.Encoders.Storage;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Features;

/// <summary>Places where the folder or file of an encoder is looked for.</summary>
public static partial class EncoderFolders
{
    /// <summary>Environment variable with a folder of encoders.</summary>
    public const string Variable = "BAKEOFF_ENCODERS";

    private const string ProjectFolder = "artifacts/encoders";

    /// <summary>True if the name can be one of the Hugging Face hub, OWNER/NAME, whose encoder is fetched to NAME.</summary>
    /// <param name="model">Name or path.</param>
    public static bool IsHubName(string model) => HubPattern().IsMatch(model);

    /// <summary>The folder of an encoder.</summary>
    /// <param name="model">
    /// Path of the folder, absolute, or relative to the working folder or one above it; its name within <see cref="Variable"/> or
    /// within <c>artifacts/encoders</c> of a project; or the name of its repository on the hub, whose last part is a name there.
    /// </param>
    /// <exception cref="EncoderFormatException">There is no such folder, or it holds the encoder of another repository.</exception>
    public static string Find(string model)
    {
        var folder = FindOrNull(model)
            ?? throw new EncoderFormatException(model, new ErrorDetails(IsHubName(model) ? "the encoder is not here" : "there is no such folder")
            {
                Rule = $"the folder of an encoder, in {ProjectFolder} or anywhere",
                NextStep = $"Fetch it with 'bakeoff encoders fetch {(IsHubName(model) ? model : "OWNER/NAME")}', or put config.json, "
                    + $"preprocessor_config.json and model.safetensors of the Hugging Face hub there, or set {Variable}.",
            });
        return !IsHubName(model) || EncoderSource.Read(folder) is not { } source || IsSame(source.Repository, model)
            ? folder
            : throw new EncoderFormatException(folder, new ErrorDetails("the folder holds {value}")
            {
                Value = source.Repository,
                Rule = model,
                NextStep = $"Fetch that with 'bakeoff encoders fetch {model} --name=OTHER', and write OTHER in its place.",
            });
    }

    /// <summary>The folder of an encoder; null where there is none.</summary>
    /// <param name="model">As for <see cref="Find"/>.</param>
    internal static string? FindOrNull(string model) => Candidates(model).FirstOrDefault(Directory.Exists);

    /// <summary>The file of an encoder, looked for in the same places.</summary>
    /// <param name="model">Path or name of the file.</param>
    /// <exception cref="EncoderFormatException">There is no such file.</exception>
    public static string FindFile(string model) =>
        Candidates(model).FirstOrDefault(File.Exists)
        ?? throw new EncoderFormatException(model, new ErrorDetails("there is no such file")
        {
            Rule = $"an ONNX file, in {ProjectFolder} or anywhere",
            NextStep = $"Correct the path, or put it there, or set {Variable}.",
        });

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HubPattern();

    private static bool IsSame(string repository, string other) => string.Equals(repository, other, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Candidates(string model)
    {
        string[] names = IsHubName(model) ? [model, model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..]] : [model];
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } encoders)
        {
            foreach (var name in names)
            {
                yield return Path.Combine(encoders, name);
            }
        }

        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, model);
            foreach (var name in names)
            {
                yield return Path.Combine(folder.FullName, ProjectFolder, name);
            }
        }
    }
}
