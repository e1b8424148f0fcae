/** Account ids and regions of records are text of whoever made the call: what has another form is not told apart. */
const accountForm = /^\d{12}$/;
const regionForm = /^[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Account and region a record is accounted to, with a space in between; each is `other` where it is none. */
export function trailName(account: string, region: string): string {
  return `${accountForm.test(account) ? account : 'other'} ${regionForm.test(region) ? region : 'other'}`;
}
