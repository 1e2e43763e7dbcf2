using System.Globalization;
using System.Text;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// curve.csv: RFC 4180, UTF-8, invariant culture, one row per model and validation. Columns: point, epoch, training_loss,
/// validation_loss, mse (W^2), satisfaction (a fraction), learning_rate. A number that is not finite is an empty field.
/// </summary>
internal static class CurveCsv
{
    public static byte[] Write(TrainingResults results)
    {
        var text = new StringBuilder("point,epoch,training_loss,validation_loss,mse,satisfaction,learning_rate\r\n");
        foreach (ModelResults model in results.Models)
        {
            string point = model.Point.Contains(',', StringComparison.Ordinal) ? $"\"{model.Point}\"" : model.Point;
            foreach (double[] row in model.Curve) text.Append(point).Append(',').AppendJoin(',', row.Select(Number)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
