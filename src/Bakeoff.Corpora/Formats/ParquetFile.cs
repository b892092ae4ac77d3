using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>Rules and messages that all readers of Parquet files share.</summary>
internal static class ParquetFile
{
    /// <summary>More rows than any table of clips has; a damaged or hostile file can state any number.</summary>
    public const int MaxRows = 20_000_000;

    private static ReadOnlySpan<byte> Mark => "PAR1"u8;

    /// <summary>True for an exception of the library, which throws many types at bytes that are no Parquet.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is not (DatasetException or OperationCanceledException or UnauthorizedAccessException);

    /// <summary>The error that a file cannot be read.</summary>
    public static DatasetException Damaged(string file, Exception exception) =>
        new(
            DatasetProblem.Damaged,
            new ErrorDetails($"cannot be read ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')})")
            {
                Where = file,
                Rule = "a whole Parquet file",
                NextStep = "It is truncated or of another format; copy it again.",
            },
            exception);

    /// <summary>Throws if a file does not begin and end as Parquet does, before the library sees it.</summary>
    /// <exception cref="DatasetException">It is empty, of another format, or its end is missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void RequireMarks(string file)
    {
        using var content = File.OpenRead(file);
        Span<byte> mark = stackalloc byte[Mark.Length];
        var isBegun = content.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length && mark.SequenceEqual(Mark);
        if (!isBegun)
        {
            throw Refuse(content.Length == 0 ? "is empty" : "is no Parquet file: it does not begin with 'PAR1'", "Save it as Parquet");
        }

        content.Seek(-mark.Length, SeekOrigin.End);
        content.ReadExactly(mark);
        if (content.Length < 3 * mark.Length || !mark.SequenceEqual(Mark))
        {
            throw Refuse("is no whole Parquet file: it does not end with 'PAR1'", "Save it again");
        }

        DatasetException Refuse(string what, string cause) => new(
            DatasetProblem.Damaged,
            new ErrorDetails(what) { Where = file, Rule = "a whole Parquet file", NextStep = $"{cause}, or copy it again." });
    }

    /// <summary>True for texts.</summary>
    public static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    /// <summary>True for whole numbers of 8 to 64 bits.</summary>
    public static bool IsInteger(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64;

    /// <summary>The content of a column of a type, for messages.</summary>
    public static string NameOf(Type type) =>
        IsText(type) ? "texts"
        : IsInteger(type) ? "whole numbers"
        : type == typeof(float) || type == typeof(double) || type == typeof(Half) ? "numbers"
        : type == typeof(bool) ? "truth values"
        : type == typeof(DateTime) ? "dates"
        : type.IsGenericType ? "bytes or parts"
        : type.Name;
}
