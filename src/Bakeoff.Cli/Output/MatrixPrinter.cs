using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bakeoff.Experiments.Sweeps;

namespace Bakeoff.Cli.Output;

/// <summary>Writes the members that are not done as a GitHub Actions matrix, on one line, as <c>GITHUB_OUTPUT</c> takes it.</summary>
internal static class MatrixPrinter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// <c>{"include":[{"member":1,"name":"tiny+seed=1"}]}</c>; a job runs <c>bakeoff sweep NAME --member=${{ matrix.member }}</c>.
    /// </summary>
    public static void Print(SweepSession sweep, IReadOnlyList<int> missing, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("include");
            foreach (var number in missing)
            {
                json.WriteStartObject();
                json.WriteNumber("member", number);
                json.WriteString("name", sweep.Members[number - 1].Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.ToArray()) + "\n");
    }
}
