using Bakeoff.Encoders.Storage;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Features;

/// <summary>Places where the folder or file of an encoder is looked for.</summary>
public static class EncoderFolders
{
    /// <summary>Environment variable with a folder of encoders.</summary>
    public const string Variable = "BAKEOFF_ENCODERS";

    private const string ProjectFolder = "artifacts/encoders";

    /// <summary>The folder of an encoder.</summary>
    /// <param name="model">
    /// Path of the folder, absolute, or relative to the working folder or one above it; or its name within <see cref="Variable"/> or
    /// within <c>artifacts/encoders</c> of a project.
    /// </param>
    /// <exception cref="EncoderFormatException">There is no such folder.</exception>
    public static string Find(string model) =>
        Candidates(model).FirstOrDefault(Directory.Exists)
        ?? throw new EncoderFormatException(model, new ErrorDetails("there is no such folder")
        {
            Rule = $"the folder of an encoder, in {ProjectFolder} or anywhere",
            NextStep = "Fetch it with 'bakeoff encoders fetch OWNER/NAME', or put config.json, preprocessor_config.json and "
                + $"model.safetensors of the Hugging Face hub there, or set {Variable}.",
        });

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

    private static IEnumerable<string> Candidates(string model)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } encoders)
        {
            yield return Path.Combine(encoders, model);
        }

        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, model);
            yield return Path.Combine(folder.FullName, ProjectFolder, model);
        }
    }
}
