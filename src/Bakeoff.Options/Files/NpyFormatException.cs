namespace Bakeoff.Options.Files;

/// <summary>A NumPy file cannot be read as the array that is asked for.</summary>
public sealed class NpyFormatException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="details">What is wrong and which rule it breaks; the place is added.</param>
    public NpyFormatException(string path, ErrorDetails details)
        : base((details ?? throw new ArgumentNullException(nameof(details))) with { Where = path }) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
