using System.Text;

namespace Bakeoff.Options.Yaml;

/// <summary>Reads a file's characters, which must be UTF-8.</summary>
internal static class YamlText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's text without a byte order mark; null after a problem.</summary>
    public static string? Read(string path, string source, ProblemList problems)
    {
        var place = new ValueOrigin(source, 0, 0);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(place, "", null, "a file", "there is no such file. Check the name and the folder.");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(place, "", null, "a readable file", $"the file cannot be read: {exception.Message} Check its permissions.");
            return null;
        }

        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            var message = FormattableString.Invariant($"byte {exception.Index} is not UTF-8, expected UTF-8 text. Save the file as UTF-8.");
            problems.Add(place, "", null, "UTF-8 text", message);
            return null;
        }
    }
}
