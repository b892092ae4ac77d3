using System.Globalization;
using System.Text;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>Reads the characters of a text file that people write: no encoding is guessed, and no byte is passed over.</summary>
internal static class TableText
{
    /// <summary>Reads a file.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="encodingName">Its encoding; null for UTF-8, or UTF-16 with a byte order mark.</param>
    /// <param name="section">Section of the description that names the encoding, for messages.</param>
    /// <exception cref="DatasetException">The file is in another encoding.</exception>
    public static string Read(string file, string? encodingName, string section)
    {
        var bytes = File.ReadAllBytes(file);
        if (encodingName is not null)
        {
            return DecodeAs(file, bytes, StrictText.FindEncoding(encodingName)!, encodingName, section);
        }

        return bytes switch
        {
            [0xFF, 0xFE, ..] => DecodeAs(file, bytes, StrictText.FindEncoding("utf-16")!, "UTF-16", section),
            [0xFE, 0xFF, ..] => DecodeAs(file, bytes, StrictText.FindEncoding("utf-16BE")!, "UTF-16", section),
            _ => DecodeUtf8(file, bytes, section),
        };
    }

    private static string DecodeUtf8(string file, byte[] bytes, string section)
    {
        var invalid = StrictText.FindInvalidUtf8(bytes);
        var zero = Array.IndexOf(bytes, (byte)0);
        if (invalid >= 0)
        {
            throw NotText(
                file,
                bytes,
                invalid,
                "UTF-8",
                $"Save the table as UTF-8, or name the encoding of the machine that wrote it: {section}: {{encoding: ...}}, such as "
                    + "windows-1252 for Western Europe, windows-1251 for Cyrillic, gb18030 for China, shift_jis for Japan.");
        }

        return zero < 0
            ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF')
            : throw NotText(
                file,
                bytes,
                zero,
                "UTF-8",
                bytes.AsSpan().Count((byte)0) > bytes.Length / 4
                    ? $"Save the table as UTF-8, or name its encoding: {section}: {{encoding: utf-16}}."
                    : "Remove it.");
    }

    private static string DecodeAs(string file, byte[] bytes, Encoding encoding, string name, string section)
    {
        try
        {
            return encoding.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw NotText(file, bytes, Math.Max(0, exception.Index), name, $"Correct encoding under {section}, or save the table as UTF-8.");
        }
    }

    private static DatasetException NotText(string file, byte[] bytes, int index, string encoding, string nextStep)
    {
        var line = bytes.AsSpan(0, index).Count((byte)'\n') + 1;
        return new DatasetException(
            DatasetProblem.Table,
            new ErrorDetails("byte {value}")
            {
                Where = string.Create(CultureInfo.InvariantCulture, $"{file}({line})"),
                Value = string.Create(CultureInfo.InvariantCulture, $"0x{bytes[index]:X2} at offset {index}"),
                Rule = $"text in {encoding}",
                NextStep = nextStep,
            });
    }
}
