using Bakeoff.Options;

namespace Bakeoff.Corpora.Formats;

/// <summary>Rules and messages that all readers of Parquet files share.</summary>
internal static class ParquetFile
{
    /// <summary>More rows than any table of clips has; a damaged or hostile file can state any number.</summary>
    public const int MaxRows = 20_000_000;

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

    /// <summary>True for texts.</summary>
    public static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    /// <summary>Name of a type for messages.</summary>
    public static string NameOf(Type type) => IsText(type) ? "String" : type.IsGenericType ? "bytes or parts" : type.Name;
}
