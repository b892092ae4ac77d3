using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bakeoff.Mlflow.Runs;

/// <summary>Writes the JSON of tables and model descriptions without reflection.</summary>
internal static class TableJson
{
    private const int MostPending = 1 << 16;

    internal static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    internal static void Write(Utf8JsonWriter json, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        json.WriteStartObject();
        json.WriteStartArray("columns"u8);
        foreach (string column in columns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteStartArray("data"u8);
        foreach (IReadOnlyList<object?> row in rows)
        {
            if (row.Count != columns.Count)
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"a row has {row.Count} cells, expected {columns.Count}, one for each column. Complete the row."),
                    nameof(rows));
            }

            json.WriteStartArray();
            foreach (object? cell in row)
            {
                WriteCell(json, cell);
            }

            json.WriteEndArray();
            if (json.BytesPending > MostPending)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float or double:
                // JSON has no such number; pages show an empty cell.
                json.WriteNullValue();
                break;
            default:
                throw new ArgumentException(
                    $"a cell is of type {cell.GetType().Name}, expected text, number, truth value or null. Convert it first.",
                    nameof(cell));
        }
    }
}
